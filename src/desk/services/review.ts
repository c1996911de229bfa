import {
  judge,
  labelOf,
  listOwnJudgements,
  type OwnJudgement,
  readClusters,
  readEntities,
  readOpenWeight,
  readOwnJudgements,
  readQueue,
  readResolutionState,
  readResolvable,
  type ResolvableRecord,
  revokeJudgement,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ReviewPairView, ReviewView } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations, Read } from './consultations.ts';
import { actorOf, type DeskServicesParts, todayOf } from './parts.ts';
import { compareRecords, judgementViews, readHeads, reviewSide } from './review-view.ts';

const PAIRS_MAX = 100;
const LATELY_MAX = 20;

type ReviewServices = Pick<DeskServices, 'review' | 'reviewPair' | 'judge' | 'revokeJudgement'>;

/** Which of our records are one and the same: what is open, two of them side by side, and a person's word on them. */
export function reviewServices(parts: DeskServicesParts, consultations: Consultations): ReviewServices {
  const { oversight, clock } = parts;
  return {
    review(session) {
      return consultations.read(session, { act: 'review-records' }, readReview, 'review');
    },
    reviewPair(session, { left, right }) {
      return consultations.read(session, { act: 'review-records' }, async (tx) => {
        const value = await readPair(tx, [left, right], todayOf(clock), parts.agency.country);
        return {
          value,
          count: 2,
          fields: value.rows.map(({ attribute }) => `${value.left.kind}.${attribute}`),
        };
      });
    },
    async judge(session, { left, right, verdict, reason }) {
      const words = reason.trim();
      const request = {
        act: 'judge-records',
        actor: actorOf(session),
        ...(words === '' ? {} : { justification: words }),
      } as const;
      const judged = await oversight.permit<string | DeskError>(request, async (tx) => {
        await readTwo(tx, [left, right], todayOf(clock));
        if ((await readOwnJudgements(tx, [left])).some((one) => isOf(one, left, right))) {
          const error = new DeskError('state-conflict', 'somebody has judged this pair already', {
            evidence: { safe: 'Nothing was changed.' },
          });
          return { value: error, outcome: { result: 'refused', rule: 'judged-already' } };
        }
        const weight = await readOpenWeight(tx, left, right);
        const value = await judge(tx, {
          left: `own:${left}`,
          right: `own:${right}`,
          verdict,
          officerId: session.officerId,
          ...(words === '' ? {} : { reason: words }),
          ...(weight === null ? {} : { weight }),
        });
        tx.afterCommit(() => parts.onJudged?.());
        return { value, outcome: { result: 'done', count: 1, rule: verdict } };
      });
      if (typeof judged !== 'string') throw judged;
      return { judgementId: judged };
    },
    async revokeJudgement(session, { id }) {
      const request = { act: 'revoke-judgement', actor: actorOf(session) } as const;
      const wasInForce = await oversight.permit(request, async (tx) => {
        const value = await revokeJudgement(tx, id, session.officerId);
        tx.afterCommit(() => parts.onJudged?.());
        return { value, outcome: { result: value ? 'done' : 'refused', count: value ? 1 : 0 } };
      });
      if (!wasInForce)
        throw new DeskError('not-found', 'there is no judgement in force under this id', {
          evidence: { safe: 'Nothing was changed.' },
        });
    },
  };
}

async function readReview(tx: Queryable): Promise<Read<ReviewView>> {
  const state = await readResolutionState(tx);
  const { questions, count } = await readQueue(tx, PAIRS_MAX);
  const lately = await listOwnJudgements(tx, LATELY_MAX);
  const ids = [...questions, ...lately].flatMap(({ left, right }) => [left, right]);
  const entities = await readEntities(tx, [...new Set(ids)]);
  const heads = await readHeads(tx, entities);
  const labels = new Map(entities.map((entity) => [entity.id, labelOf(entity)]));
  const pairs = questions.flatMap(({ left, right, weight, further }) => {
    const [one, other] = [heads.get(left), heads.get(right)];
    return one === undefined || other === undefined ? [] : [{ left: one, right: other, weight, further }];
  });
  const value: ReviewView = {
    pairs,
    open: count,
    records: state.records,
    joined: state.joined,
    isWaiting: state.isWaiting,
    comparedAt: state.finishedAt?.toISOString() ?? null,
    lately: await judgementViews(tx, lately, labels),
    setAside: state.setAside.map(({ key, size }) => setAsideValue(key, size)),
  };
  return { value, count: pairs.length, fields: ['person.name'], onItsWay: state.isWaiting };
}

/** 'value phone number +3225550000': the attribute has words, the value none. */
function setAsideValue(key: string, records: number): ReviewView['setAside'][number] {
  const words = key.slice('value '.length).split(' ');
  const known = TWO_WORDS.has(words.slice(0, 2).join(' ')) ? 2 : 1;
  return {
    attribute: words.slice(0, known).join('-').toLowerCase(),
    value: words.slice(known).join(' '),
    records,
  };
}

const TWO_WORDS: ReadonlySet<string> = new Set([
  'national number',
  'phone number',
  'SIM card',
  'bank account',
]);

async function readTwo(
  tx: Queryable,
  ids: readonly [string, string],
  today: string,
): Promise<readonly [ResolvableRecord, ResolvableRecord]> {
  const found = await readResolvable(tx, ids, today);
  const [left, right] = ids.map((id) => found.find(({ entity }) => entity.id === id));
  if (left === undefined || right === undefined || left === right || left.entity.kind !== right.entity.kind)
    throw new DeskError('not-found', 'there are no two people or organisations of ours under these ids');
  return [left, right];
}

async function readPair(
  tx: Queryable,
  ids: readonly [string, string],
  today: string,
  country: string,
): Promise<ReviewPairView> {
  const two = await readTwo(tx, ids, today);
  const state = await readResolutionState(tx);
  const heads = await readHeads(
    tx,
    two.map(({ entity }) => entity),
  );
  const labels = new Map([...heads].map(([id, { label }]) => [id, label]));
  const [left, right] = two.map(({ entity }) => {
    const head = heads.get(entity.id) ?? {
      entityId: entity.id,
      kind: entity.kind,
      label: '',
      records: 1,
    };
    return reviewSide(head, entity);
  });
  if (left === undefined || right === undefined) throw new DeskError('not-found', 'two records are needed');
  const clusters = await readClusters(tx, ids);
  const inForce = (await readOwnJudgements(tx, ids)).filter((one) => isOf(one, ...ids));
  const [judged] = await judgementViews(tx, inForce, labels);
  return {
    left,
    right,
    ...compareRecords(two, { records: state.records, country, setAside: state.setAside }),
    isOne: clusters.has(ids[0]) && clusters.get(ids[0])?.id === clusters.get(ids[1])?.id,
    ...(judged === undefined ? {} : { judged }),
  };
}

function isOf(judgement: OwnJudgement, left: string, right: string): boolean {
  return [judgement.left, judgement.right].toSorted().join() === [left, right].toSorted().join();
}
