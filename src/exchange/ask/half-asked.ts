import { type Keys, type MatchKey, spendableHalves, type Subject } from '../../match/index.ts';
import { halvesWithheld } from '../publish/half-keys.ts';

/** A key of a question; a half key says of which of its subjects it is a half: it is a hit only with another of the same. */
export interface PlannedKey extends MatchKey {
  readonly halfOf?: number;
}

export interface PlannedKeys extends Keys {
  readonly keys: PlannedKey[];
}

/**
 * A subject's keys with the half ones that are worth asking: those that are in a pair with one of another family, the most telling
 * pairs first, within what a stranger may fit by chance. Where a person's firm is named, its key is asked once more beside the name.
 */
export function withHalvesOf(
  { keys, withheld }: Keys,
  asked: {
    readonly subject: Pick<Subject, 'kind'>;
    readonly number: number;
    readonly sizeClass: number;
    readonly chanceMax: number;
  },
): PlannedKeys {
  const full = keys.filter(({ strength }) => strength === 'full');
  const halves = keys.filter(({ strength }) => strength === 'half');
  const firms = asked.subject.kind === 'person' ? full.filter(({ family }) => family === 'organisation') : [];
  const spent = spendableHalves(
    [...halves, ...firms.map((key): MatchKey => ({ ...key, strength: 'half' }))],
    asked.sizeClass,
    asked.chanceMax,
  );
  return {
    keys: [...full, ...[...spent].map((key) => ({ ...key, halfOf: asked.number }))],
    withheld: [
      ...withheld,
      ...halvesWithheld([...full, ...halves.filter((key) => !spent.has(key))]),
    ] as Keys['withheld'],
  };
}
