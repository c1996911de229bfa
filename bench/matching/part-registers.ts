import { createResolver, measureHolding, prepareSubject } from '../../src/match/index.ts';
import { inventedRegister, type RegisterPlan, type RegisterRecord } from './invented-register.ts';

type Measured = ReturnType<typeof measureHolding>;

const SLIPS = { given: 0.08, surname: 0.05, date: 0.05, number: 0.06 };
/** By name; `families` are couples with children, one birth in so many of twins, `twins` live together without a relative. */
const PLANS: Readonly<Record<string, Omit<RegisterPlan, 'seed'>>> = {
  alone: { single: 1600, copies: 3, slips: SLIPS },
  families: { single: 0, families: 700, copies: 2, slips: SLIPS },
  families_many_twins: { single: 0, families: 700, twinsIn: 4, copies: 2, slips: SLIPS },
  families_clean_numbers: { single: 0, families: 700, twinsIn: 4, copies: 2, slips: { ...SLIPS, number: 0 } },
  some_twins: { single: 1600, twins: 30, copies: 3, slips: SLIPS },
};
const SEEDS = [1, 2, 3];

/**
 * Invented registers with known twins: pairs wrongly joined and pairs missed, over three seeds, and in brackets the same of the file
 * resolved without being counted.
 */
export function measureRegisters(): Promise<Record<string, string>> {
  const figures = Object.entries(PLANS).map(([name, plan]) => {
    const sums = { wrong: 0, missed: 0, wrongBefore: 0, missedBefore: 0 };
    for (const seed of SEEDS) {
      const records = inventedRegister({ ...plan, seed });
      const measured = measureHolding(
        records.map(({ subject }) => prepareSubject(subject, { defaultCountry: 'AU' })),
        { refines: false },
      );
      const { patterns: _, ...uncounted } = measured;
      const [now, before] = [judged(records, measured), judged(records, uncounted)];
      sums.wrong += now.wrong;
      sums.missed += now.missed;
      sums.wrongBefore += before.wrong;
      sums.missedBefore += before.missed;
    }
    const said = `${sums.wrong} wrong, ${sums.missed} missed (${sums.wrongBefore}, ${sums.missedBefore})`;
    return [`register_${name}`, said];
  });
  return Promise.resolve(Object.fromEntries(figures) as Record<string, string>);
}

function judged(records: readonly RegisterRecord[], measured: Measured): { wrong: number; missed: number } {
  const resolver = createResolver({ defaultCountry: 'AU', measure: measured });
  resolver.insertAll(records);
  const truths = new Map(records.map(({ id, truth }) => [id, truth]));
  let [found, right] = [0, 0];
  for (const { members } of resolver.clusters()) {
    found += pairsOf(members.length);
    right += pairsWithin(members.map((member) => truths.get(member) ?? member));
  }
  return { wrong: found - right, missed: pairsWithin(records.map(({ truth }) => truth)) - right };
}

function pairsWithin(labels: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + pairsOf(size), 0);
}

function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}
