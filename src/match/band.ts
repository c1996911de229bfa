import type { ComparisonLevel } from './comparison-level.ts';

/**
 * What a comparison amounts to. A name alone, however rare, is 'same-name-only': there are namesakes. A contradiction
 * (another given name, birth date, sex or national number) is never 'confirmed' or 'likely', however much else is shared:
 * relatives share it.
 */
export type Band =
  | 'confirmed'
  | 'likely'
  | 'possible'
  | 'same-name-only'
  | 'different'
  | 'nothing-to-compare';

/** Odds, the prior among them, in powers of two. */
const CONFIRMED = 7;
const LIKELY = 3;
const POSSIBLE = -7;
/** Less than this beside the name is as good as nothing: sex, an occupation. */
const SOMETHING_ELSE = 3;
/** What a person has once: where it differs, something contradicts. */
const ONCE_IN_A_LIFE: ReadonlySet<string> = new Set(['name', 'birth date', 'sex', 'national number']);

/** Levels about what surrounds the two records: they rank, and are no evidence of their own. */
export const OF_NO_RECORD: ReadonlySet<string> = new Set(['family', 'file']);

/** The band of a comparison; `weight` has the prior in it. */
export function bandOf(levels: readonly ComparisonLevel[], weight: number): Band {
  const compared = levels.filter(({ level }) => level !== 'not-given');
  if (compared.length === 0) return 'nothing-to-compare';
  const name = compared.find(({ attribute }) => attribute === 'name');
  const others = compared.filter(({ attribute }) => attribute !== 'name' && !OF_NO_RECORD.has(attribute));
  const beside = others.reduce((sum, level) => sum + Math.abs(level.weight), 0);
  if (beside < SOMETHING_ELSE && name !== undefined && name.weight > 0)
    return name.level === 'partial' ? 'possible' : 'same-name-only';
  if (weight < POSSIBLE) return 'different';
  if (compared.some(contradicts)) return 'possible';
  const agrees = others.some((level) => level.weight > SOMETHING_ELSE);
  if (weight >= CONFIRMED && agrees) return 'confirmed';
  return weight >= LIKELY ? 'likely' : 'possible';
}

function contradicts({ attribute, weight, level }: ComparisonLevel): boolean {
  return ONCE_IN_A_LIFE.has(attribute) && weight < 0 && level !== 'not-given';
}
