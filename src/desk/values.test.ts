import { describe, expect, it } from 'vitest';
import { countryName } from './web/countries.ts';
import { scriptOf } from './web/parts/script.ts';
import { ageOf } from './web/time.ts';
import { createWords } from './web/words.ts';

describe('a value on the page', () => {
  it('names a country by its two or three letters, and leaves alone what is no code of one', () => {
    expect(['BEL', 'BE', 'DEU', 'gbr'].map(countryName)).toEqual([
      'Belgium',
      'Belgium',
      'Germany',
      'United Kingdom',
    ]);
    expect(['XQX', 'H', '', 'Belgique'].map(countryName)).toEqual([null, null, null, null]);
  });

  it('is never said to be hours old where only its day is known', () => {
    const t = createWords('en');
    const now = Date.parse('2026-11-23T15:00:00Z');
    expect(ageOf(t, '2026-11-23', now)).toBe('today');
    expect(ageOf(t, '2026-11-22', now)).toBe('yesterday');
    expect(ageOf(t, '2026-11-14', now)).toBe('9 days');
    expect(ageOf(t, '2026-11-23T12:00:00Z', now)).toBe('3 hours');
  });

  it('runs as its first letter does: an Arabic name in a Latin line turns nothing round', () => {
    expect(scriptOf('\u064a\u0648\u0633\u0641')).toEqual({ lang: 'und-Arab', dir: 'rtl' });
    expect(scriptOf('name \u064a\u0648\u0633\u0641')).toEqual({ lang: 'und-Arab', dir: 'ltr' });
    expect(scriptOf('Odile')).toEqual({});
  });
});
