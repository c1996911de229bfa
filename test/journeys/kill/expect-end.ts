import { expect } from 'vitest';
import type { EndState } from './journey.ts';
import { actsBeyond } from './ledgers.ts';
import { type SideName, SIDES } from './two-agencies.ts';

/** What the killed side may show beyond the undisturbed walk. */
export interface Left {
  readonly side: SideName;
  /** Acts in its ledger; a pattern, for both sides, where not every kill was looked at by itself. */
  readonly leaves: readonly string[] | RegExp;
  /** Intake runs listed as failed; null where not every kill was looked at by itself. */
  readonly failedRuns: number | null;
}

/** Both agencies hold the same as in the undisturbed walk, and both ledgers say so. */
export function expectSameEnd(end: EndState, undisturbed: EndState, left: Left): void {
  for (const side of SIDES) {
    const [found, reference] = [end[side], undisturbed[side]];
    const { leaves, failedRuns } =
      side === left.side || left.leaves instanceof RegExp ? left : { leaves: [], failedRuns: 0 };
    expect(found.rows).toEqual(reference.rows);
    expect(found.keyFiles).toEqual(reference.keyFiles);
    const more = actsBeyond(found.ledger.acts, reference.ledger.acts);
    if (leaves instanceof RegExp) expect(more.filter((act) => !leaves.test(act))).toEqual([]);
    else expect(more).toEqual(leaves);
    if (failedRuns !== null) expect(found.failedRuns - reference.failedRuns).toBe(failedRuns);
    expect(actsBeyond(reference.ledger.acts, found.ledger.acts)).toEqual([]);
    expectSound(end, side);
  }
}

/** Files whole, the ledger whole for an outsider and known to the partner, and what it says of the partner's true. */
export function expectSound(end: EndState, side: SideName): void {
  const { segmentFaults, ledger } = end[side];
  const partner = end[side === 'asker' ? 'owner' : 'asker'].ledger;
  expect(segmentFaults).toEqual([]);
  expect(ledger.verdict).toMatchObject({ ok: true });
  expect(ledger.left).toBe(0);
  expect(ledger.acts.filter((act) => act.endsWith('open'))).toEqual([]);
  expect(ledger.witnessed).toBe(ledger.newest);
  expect(ledger.peerLeaves.filter((leaf) => !partner.leaves.has(leaf))).toEqual([]);
}
