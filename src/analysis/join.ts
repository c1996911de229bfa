import type { JudgementInput } from './input.ts';
import { compareText, type LeftOutCounter } from './network.ts';
import type { Piece } from './pieces.ts';

/**
 * The groups of pieces that judgements say are one thing. A join is not applied, and counted, when it would put together
 * different kinds or what another judgement keeps apart. Own references come first in a group.
 */
export function joinPieces(
  pieces: readonly Piece[],
  judgements: readonly JudgementInput[],
  leftOut: LeftOutCounter,
): Piece[][] {
  const groups = new Map(pieces.map((piece) => [piece.ref, [piece]]));
  const apart = judgements.filter((judgement) => judgement.verdict === 'different');
  for (const { left, right } of sameOnes(judgements)) {
    const one = groups.get(left);
    const other = groups.get(right);
    if (one === undefined || other === undefined) leftOut.add('judgement-outside-picture');
    else if (one === other) continue;
    else if (one[0]?.kind !== other[0]?.kind) leftOut.add('judgement-across-kinds');
    else if (keptApart(one, other, apart)) leftOut.add('judgement-contradicted');
    else {
      const joined = [...one, ...other];
      for (const piece of joined) groups.set(piece.ref, joined);
    }
  }
  return [...new Set(groups.values())]
    .map((group) => group.toSorted(ownFirst))
    .toSorted((left, right) => compareText(left[0]?.ref ?? '', right[0]?.ref ?? ''));
}

/** Sorted, so that the order in which judgements are handed in changes nothing. */
function sameOnes(judgements: readonly JudgementInput[]): JudgementInput[] {
  return judgements
    .filter((judgement) => judgement.verdict === 'same')
    .toSorted((left, right) => compareText(pairKey(left), pairKey(right)));
}

function pairKey({ left, right }: JudgementInput): string {
  return [left, right].toSorted(compareText).join(' ');
}

function keptApart(
  one: readonly Piece[],
  other: readonly Piece[],
  apart: readonly JudgementInput[],
): boolean {
  const has = (group: readonly Piece[], ref: string): boolean => group.some((piece) => piece.ref === ref);
  return apart.some(
    ({ left, right }) => (has(one, left) && has(other, right)) || (has(one, right) && has(other, left)),
  );
}

function ownFirst(left: Piece, right: Piece): number {
  return Number(left.received) - Number(right.received) || compareText(left.ref, right.ref);
}
