import type { UnderstoodView } from '../../src/desk/index.ts';
import { understand } from '../../src/match/index.ts';

/** What the fixture's desk makes of a text: the real reader, on a day of its own. */
export function understandText(text: string): UnderstoodView {
  const { chips, subjects } = understand(text, { defaultCountry: 'BE', today: '2026-11-23' });
  return {
    chips: chips.map(({ subjectIndex, ...chip }) => ({ ...chip, subject: subjectIndex })),
    subjects: subjects.length,
  };
}
