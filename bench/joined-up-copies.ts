import { emptySubject, type Subject } from '../src/match/index.ts';
import { type EntityKind, mayAskOnward } from '../src/model/index.ts';
import {
  buildSubject,
  type HeldEntity,
  type HeldRelation,
  type ReceivedCopy,
  SUBJECT_KINDS,
} from '../src/records/index.ts';

const NEVER = '9999-12-31';

/** The records in a copy: those through which things are told, not the things themselves. */
export function recordsIn(copy: ReceivedCopy): readonly string[] {
  const subjects: readonly EntityKind[] = SUBJECT_KINDS;
  return copy.entities.filter((entity) => subjects.includes(entity.kind)).map((entity) => entity.ref);
}

/** One record of a received copy as room match compares it. `onward`: only what its owner lets us ask of others. */
export function subjectOfCopy(copy: ReceivedCopy, ref: string, onward: boolean): Subject {
  const entities = new Map(copy.entities.map((entity) => [entity.ref, toHeld(copy, entity, onward)]));
  const subject = entities.get(ref);
  if (subject === undefined) return emptySubject('thing');
  const things = copy.relations.flatMap((relation) => {
    if (relation.from !== ref && relation.to !== ref) return [];
    if (onward && !mayAskOnward(relation.handling)) return [];
    const entity = entities.get(relation.from === ref ? relation.to : relation.from);
    return entity === undefined || entity.kind === 'person'
      ? []
      : [{ relation: toRelation(relation), entity }];
  });
  return buildSubject(subject, things, '0000-01-01');
}

function toHeld(copy: ReceivedCopy, entity: ReceivedCopy['entities'][number], onward: boolean): HeldEntity {
  return {
    id: entity.ref,
    kind: entity.kind,
    ...(entity.category === undefined ? {} : { category: entity.category }),
    relations: [],
    statements: entity.statements
      .filter((statement) => !onward || mayAskOnward(statement.handling))
      .map((statement, at) => ({
        ...statement,
        ...UNSAID,
        id: `${copy.id}/${entity.ref}/${at}`,
        entityId: entity.ref,
      })),
  };
}

function toRelation(relation: ReceivedCopy['relations'][number]): HeldRelation {
  return { ...relation, ...UNSAID, id: `${relation.from}-${relation.to}` };
}

/** What an own record has and a copy has not, and what no comparison looks at. */
const UNSAID = {
  legalBasis: 'international-agreement',
  classification: 'none',
  reviewOn: NEVER,
  source: 'disclosure',
  locator: { type: 'table', server: '', table: '', key: '', snapshotAt: '', rowHash: '' },
} as const;
