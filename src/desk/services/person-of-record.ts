import { labelOf, readClusters, readEntities, readOwnJudgements } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { PersonView, RecordHit } from '../api/contract.ts';
import { judgementViews, readHeads, reviewSide } from './review-view.ts';

/** What else of ours is the person of this record, and what was judged; null where there is neither. */
export async function personOfRecord(tx: Queryable, entityId: string): Promise<PersonView | null> {
  const members = (await readClusters(tx, [entityId])).get(entityId)?.members ?? [];
  const ids = members.includes(entityId) ? members : [entityId];
  const judgements = await readOwnJudgements(tx, ids);
  if (ids.length === 1 && judgements.length === 0) return null;
  const named = [...new Set([...ids, ...judgements.flatMap(({ left, right }) => [left, right])])];
  const entities = await readEntities(tx, named);
  const heads = await readHeads(tx, entities);
  const labels = new Map(entities.map((entity) => [entity.id, labelOf(entity)]));
  return {
    records: entities.flatMap((entity) => {
      const head = heads.get(entity.id);
      return head === undefined || !ids.includes(entity.id) ? [] : [reviewSide(head, entity)];
    }),
    judgements: await judgementViews(tx, judgements, labels),
  };
}

/** The same hits; beside a person that several records are kept as stands how many. */
export async function withPeople(tx: Queryable, hits: readonly RecordHit[]): Promise<readonly RecordHit[]> {
  const clusters = await readClusters(
    tx,
    hits.map(({ entityId }) => entityId),
  );
  return hits.map((hit) => {
    const records = clusters.get(hit.entityId)?.members.length ?? 1;
    return records > 1 ? { ...hit, records } : hit;
  });
}
