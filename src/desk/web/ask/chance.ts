import { chanceOf } from '../time.ts';
import type { Words } from '../words.ts';

/** How many of the owner's records would agree by chance; below one in ten thousand only that it is fewer. */
export function chanceSentence(t: Words, chance: number): string {
  return chance < 0.0001
    ? t('hits.chance.few', { number: '0.0001' })
    : t('hits.chance.sentence', { number: chanceOf(chance) });
}
