import {
  type Category,
  combineHandling,
  type EntityKind,
  type Handling,
  mayAskOnward,
} from '../model/index.ts';
import { copyRef, type NetworkInput, ownRef } from './input.ts';
import type { LeftOutCounter, NetworkEdge, NetworkValue } from './network.ts';

/** One record or one copied thing, before judgements join them. */
export interface Piece {
  readonly ref: string;
  readonly kind: EntityKind;
  readonly owner: string;
  readonly received: boolean;
  readonly category?: Category;
  readonly values: readonly NetworkValue[];
}

/** An edge whose ends are still references. */
export type LooseEdge = NetworkEdge;

/** Whole days from a date to the time of the picture; never negative. */
export function ageInDays(recordedOn: string, asOf: string): number {
  return Math.max(0, Math.floor((Date.parse(asOf) - Date.parse(recordedOn)) / 86_400_000));
}

/** Own records, and the copies that are still in force. */
export function collectPieces(input: NetworkInput, leftOut: LeftOutCounter): Piece[] {
  return [...ownPieces(input), ...liveCopies(input, leftOut).flatMap((copy) => copyPieces(input, copy))];
}

/** Own relations and those of the copies in force, ends by reference. */
export function collectEdges(input: NetworkInput): LooseEdge[] {
  const own = input.own.relations.map((relation): LooseEdge => {
    const { link, evaluation, certainty, handling, recordedOn } = relation;
    return {
      id: ownRef(relation.id),
      from: ownRef(relation.from),
      to: ownRef(relation.to),
      link,
      evaluation,
      certainty,
      handling,
      recordedOn,
      owner: input.agency,
      source: 'own',
      ageDays: ageInDays(recordedOn, input.asOf),
      ...validity(relation),
      statementIds: [relation.id],
    };
  });
  const copied = liveCopies(input).flatMap((copy) =>
    copy.relations.map(
      ({ from, to, link, evaluation, certainty, handling, recordedOn }, index): LooseEdge => {
        const id = relationId(copy.id, index);
        return {
          id,
          from: copyRef(copy.id, from),
          to: copyRef(copy.id, to),
          link,
          evaluation,
          certainty,
          recordedOn,
          owner: copy.owner,
          source: 'copy',
          handling: combineHandling(floorOf(copy), handling),
          ageDays: ageInDays(recordedOn, input.asOf),
          statementIds: [id],
        };
      },
    ),
  );
  return [...own, ...copied];
}

/** The id of the relation at that place of a copy. */
export function relationId(copyId: string, index: number): string {
  return `copy:${copyId}#relation-${index + 1}`;
}

/** The id of the statement at that place of a copied thing. */
export function statementId(copyId: string, ref: string, index: number): string {
  return `${copyRef(copyId, ref)}#${index + 1}`;
}

function ownPieces({ agency, asOf, own }: NetworkInput): Piece[] {
  return own.entities.map((entity) => ({
    ref: ownRef(entity.id),
    kind: entity.kind,
    owner: agency,
    received: false,
    ...categoryOf(entity),
    values: entity.statements.map((statement) => {
      const { property, written, value, evaluation, certainty, handling, recordedOn, reviewOn } = statement;
      return {
        property,
        written,
        value,
        evaluation,
        certainty,
        handling,
        recordedOn,
        reviewOn,
        statementId: statement.id,
        owner: agency,
        received: false,
        ageDays: ageInDays(recordedOn, asOf),
        ...validity(statement),
        mayAskOnward: true,
      };
    }),
  }));
}

type Copy = NetworkInput['copies'][number];

/**
 * An answer as a whole carries what its values carry together: a plate under H2 does not bind the name beside it. A code
 * that stands on no value and no relation can only be meant for all of them.
 */
function floorOf({ handling, entities, relations }: Copy): Handling {
  const carried = new Set(
    [...entities.flatMap(({ statements }) => statements), ...relations].flatMap((each) => each.handling),
  );
  return combineHandling(
    ['H0'],
    handling.filter((code) => !carried.has(code)),
  );
}

function copyPieces({ asOf }: NetworkInput, copy: Copy): Piece[] {
  const floor = floorOf(copy);
  return copy.entities.map((entity) => ({
    ref: copyRef(copy.id, entity.ref),
    kind: entity.kind,
    owner: copy.owner,
    received: true,
    ...categoryOf(entity),
    values: entity.statements.map(
      ({ property, written, value, evaluation, certainty, recordedOn, ...rest }, index) => {
        const handling: Handling = combineHandling(floor, rest.handling);
        return {
          property,
          written,
          value,
          evaluation,
          certainty,
          handling,
          recordedOn,
          statementId: statementId(copy.id, entity.ref, index),
          owner: copy.owner,
          received: true,
          expiresAt: copy.expiresAt,
          ageDays: ageInDays(recordedOn, asOf),
          mayAskOnward: mayAskOnward(handling),
        };
      },
    ),
  }));
}

function liveCopies({ copies, asOf }: NetworkInput, leftOut?: LeftOutCounter): readonly Copy[] {
  const live = copies.filter((copy) => Date.parse(copy.expiresAt) > Date.parse(asOf));
  leftOut?.add('copy-expired', copies.length - live.length);
  return live;
}

/** A person without a category counts as uncategorised: never a freer one. */
function categoryOf(entity: { readonly kind: EntityKind; readonly category?: Category }): {
  category?: Category;
} {
  if (entity.kind !== 'person') return {};
  return { category: entity.category ?? 'uncategorised' };
}

function validity(dated: { readonly validFrom?: string; readonly validUntil?: string }): {
  validFrom?: string;
  validUntil?: string;
} {
  return {
    ...(dated.validFrom === undefined ? {} : { validFrom: dated.validFrom }),
    ...(dated.validUntil === undefined ? {} : { validUntil: dated.validUntil }),
  };
}
