import type { KeyClass } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import { placeOf } from '../ask/half-hits.ts';
import { type AskedElements, readElements } from '../ask/asked-elements.ts';
import type { ExchangeContext } from '../context.ts';

/** A hit of a standing question at one partner, and the things of the question that it is about. */
export interface HitThings {
  readonly hitId: string;
  readonly questionId: string;
  /** Nobody has opened it towards its owner yet, or its owner has not answered. */
  readonly isOpen: boolean;
  readonly things: ReadonlySet<string>;
}

/** Every hit that the standing question has had at this partner, in whichever epoch. */
export async function readHitThings(
  context: ExchangeContext,
  from: Queryable,
  standingId: string,
  partner: string,
): Promise<readonly HitThings[]> {
  const { rows } = await from.query<{
    id: string;
    question_id: string;
    state: string;
    keys: readonly HitLine[];
  }>(
    `SELECT h.id, h.question_id, h.state, h.keys FROM exchange.hit h JOIN exchange.question q ON q.id = h.question_id
      WHERE q.standing_id = $1 AND h.partner = $2`,
    [standingId, partner],
  );
  const asked = new Map<string, AskedElements>();
  const found: HitThings[] = [];
  for (const { id, question_id, state, keys } of rows) {
    const elements = asked.get(question_id) ?? (await readElements(context, from, { question_id, partner }));
    asked.set(question_id, elements);
    const places = placesOf(keys);
    const things = elements.keys.filter((key) => places.has(placeOf(key))).map((key) => key.canonical);
    const isOpen = state === 'sealed' || state === 'requested';
    found.push({ hitId: id, questionId: question_id, isOpen, things: new Set(things) });
  }
  return found;
}

interface HitLine {
  readonly keyClass: KeyClass;
  readonly positions: readonly number[];
  readonly half?: object;
}

/** Where its things stood in the question. Half keys are a hit of the one that leads: the firm beside a name was not hit itself. */
function placesOf(lines: readonly HitLine[]): ReadonlySet<string> {
  const halves = lines.filter(({ half }) => half !== undefined);
  const leading = lines.filter((line) => line.half === undefined || line === halves[0]);
  return new Set(
    leading.flatMap(({ keyClass, positions }) =>
      positions.map((position) => placeOf({ keyClass, position })),
    ),
  );
}
