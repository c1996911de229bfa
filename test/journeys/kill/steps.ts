/**
 * The journey: two agencies from empty folders to a received copy, in steps that leave everything at rest. Each step
 * looks first and does only what is missing, so that it may be taken again after a crash.
 */
import { writeRegister, writeUnload, STORY_PHONE, WATCHED_PHONE } from './sources.ts';
import { type Side, SIDES, type TwoAgencies } from './two-agencies.ts';

export interface Step {
  readonly name: StepName;
  take(two: TwoAgencies): Promise<void>;
  /** What people put right before they start a server again that died in this step. */
  mend?(two: TwoAgencies): void;
}

export type StepName =
  | 'keys'
  | 'start'
  | 'first load'
  | 'change'
  | 'bad sources'
  | 'ask'
  | 'ask in vain'
  | 'try in vain'
  | 'request'
  | 'decide'
  | 'watch'
  | 'fragment'
  | 'checkpoints';

/** Before the step `start` there is nothing yet that a process could open. */
export const STEPS_BEFORE_START: readonly StepName[] = ['keys', 'start'];

export const STEPS: readonly Step[] = [
  {
    name: 'keys',
    async take(two) {
      for (const name of SIDES) await two.side(name).call('makeKeys', null);
      await two.agree();
    },
  },
  {
    name: 'start',
    async take(two) {
      for (const name of SIDES) await two.side(name).call('start', null);
      await two.asker.call('openCase', null);
    },
  },
  {
    name: 'first load',
    async take(two) {
      for (const name of SIDES) {
        await load(two.side(name));
        await two.settle();
      }
    },
  },
  {
    name: 'change',
    async take(two) {
      writeRegister(two.owner.place.folder, 'changed');
      await load(two.owner);
      await two.settle();
    },
  },
  {
    name: 'bad sources',
    async take(two) {
      const { folder } = two.owner.place;
      if (!(await hasRun(two.owner, 'register', 'discarded'))) {
        writeRegister(folder, 'over-limit');
        await two.owner.call('load', null);
      }
      mendSources(two);
      if (!(await hasRun(two.owner, 'unload', 'failed'))) {
        writeUnload(folder, 'broken');
        await two.owner.call('load', null);
      }
      mendSources(two);
      await two.settle();
    },
    mend: mendSources,
  },
  {
    name: 'ask',
    async take(two) {
      await two.asker.call('ask', { text: STORY_PHONE, purpose: 'investigate-offence' });
      await two.settle();
    },
  },
  {
    name: 'ask in vain',
    // For a purpose that the agreement does not hold: the owner refuses with its signature.
    async take(two) {
      await two.asker.call('ask', { text: STORY_PHONE, purpose: 'prevent-offence' });
      await two.settle();
    },
  },
  {
    name: 'try in vain',
    take: ({ asker }) => asker.call('tryInVain', null),
  },
  {
    name: 'request',
    async take(two) {
      await two.asker.call('requestHits', null);
      await two.settle();
    },
  },
  {
    name: 'decide',
    async take(two) {
      await two.owner.call('decideRequests', null);
      await two.settle();
    },
  },
  {
    name: 'watch',
    async take(two) {
      await two.asker.call('watch', WATCHED_PHONE);
      await two.settle();
    },
  },
  {
    name: 'fragment',
    async take(two) {
      writeRegister(two.owner.place.folder, 'fragment');
      await load(two.owner);
      await two.settle();
    },
  },
  {
    name: 'checkpoints',
    async take(two) {
      for (const name of SIDES) await two.side(name).call('flush', null);
      await two.settle();
    },
  },
];

function mendSources({ owner }: TwoAgencies): void {
  writeRegister(owner.place.folder, 'changed');
  writeUnload(owner.place.folder, 'whole');
}

/** Reads the sources as the server does at a start; they must be in order. */
export async function load(side: Side): Promise<void> {
  const state = await side.call('load', null);
  if (state !== 'done') throw new Error(`the sources of ${side.place.id} were not read: ${state}`);
}

async function hasRun(side: Side, source: string, state: string): Promise<boolean> {
  const { rowCount } = await side.database.query(
    'SELECT 1 FROM intake.run WHERE source = $1 AND state = $2',
    [source, state],
  );
  return rowCount > 0;
}
