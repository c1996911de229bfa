/**
 * The keys of the sealed mode, measured on the scoring half of the development data (whatever was fitted came from the
 * other half). Of people with several names, some names are a partner's record and the others an asker's subject; all
 * others are strangers on both sides. Birth dates the data lacks are invented, the same on both sides; with noise each side
 * by itself has 60 % whole, 35 % the year only, 5 % none. False-positive rates are counted over all pairs by joining keys.
 */
import { type Joined, joinKeys } from './key-join.ts';
import { type KeyPerson, readKeyPeople } from './key-people.ts';
import { measureTown } from './key-town.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];

/** Rounded to what so many people can tell. */
function figure(value: number): number {
  return Number(value.toPrecision(3));
}

interface AtSize {
  readonly recall: number;
  readonly false_hits: number;
  readonly recall_with_halves: number;
  readonly false_hits_with_halves: number;
  readonly keys_a_record: number;
  readonly keys_a_question: number;
  readonly losses: Joined['losses'];
}

function atSize(joined: Joined, sizeClass: number): AtSize {
  return {
    recall: figure(joined.recall.full),
    false_hits: figure(joined.falseRate.full * sizeClass),
    recall_with_halves: figure(joined.recall.withHalves),
    false_hits_with_halves: figure(joined.falseRate.withHalves * sizeClass),
    keys_a_record: figure(joined.keysARecord),
    keys_a_question: figure(joined.keysAQuestion),
    losses: joined.losses,
  };
}

function curve(
  people: readonly KeyPerson[],
  noise: 'equal' | 'noisy',
  first: Joined,
): Record<string, AtSize> {
  return Object.fromEntries(
    SIZES.map((sizeClass, at) => [
      String(sizeClass),
      atSize(at === 0 ? first : joinKeys(people, { sizeClass, noise, everybodyAsks: false }), sizeClass),
    ]),
  );
}

/**
 * All figures by the names of the bench. `sealed_recall_*` and `sealed_fpr` judge every key, full and half, as at a holding
 * of 10⁴; `sealed_at_size` the full keys of each size, alone and with two agreeing half keys (name and employer).
 */
export async function measureKeys(dataFolder: string): Promise<Record<string, unknown>> {
  const people = readKeyPeople(dataFolder, 'score');
  const base = { sizeClass: SIZES[0] ?? 10_000, everybodyAsks: true };
  const equal = joinKeys(people, { ...base, noise: 'equal' });
  const noisy = joinKeys(people, { ...base, noise: 'noisy' });
  const town = measureTown();
  return {
    sealed_recall_equal: figure(equal.recall.any),
    sealed_recall_noisy: figure(noisy.recall.any),
    sealed_fpr: figure(Math.max(equal.falseRate.any, noisy.falseRate.any)),
    sealed_recall_by_scripts: byScripts(equal),
    sealed_at_size: curve(people, 'equal', equal),
    sealed_at_size_noisy: curve(people, 'noisy', noisy),
    town_found: town.all,
    town,
  };
}

function byScripts(joined: Joined): Record<string, { people: number; recall: number }> {
  return Object.fromEntries(
    Object.entries(joined.byScripts).map(([scripts, line]) => [
      scripts,
      { people: line.people, recall: figure(line.any) },
    ]),
  );
}
