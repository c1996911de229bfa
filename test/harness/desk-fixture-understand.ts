import type { UnderstoodView } from '../../src/desk/index.ts';

type Chip = UnderstoodView['chips'][number];

const PATTERNS: readonly { readonly type: Chip['type']; readonly pattern: RegExp; readonly note: string }[] =
  [
    { type: 'phone', pattern: /^\+\d[\d ]{7,}$/, note: 'phone number' },
    { type: 'birth-date', pattern: /^born .+/, note: 'or 11 March' },
    { type: 'plate', pattern: /^(?:drives )?\d-[A-Z]{3}-\d{3}$/, note: 'plate' },
    { type: 'unused', pattern: /^lives near .+/, note: 'not used: too vague' },
    { type: 'name', pattern: /^\p{L}+(?: \p{L}+)+$/u, note: '4 spellings' },
  ];

/** Chips from a comma-separated line: enough to draw the page, nothing like the real reader. */
export function understandText(text: string): UnderstoodView {
  const parts = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const chips = parts.slice(0, 40).map((part): Chip => {
    const found = PATTERNS.find(({ pattern }) => pattern.test(part));
    const type = found?.type ?? 'unused';
    const shown = part.replace(/^(born|drives|uses) /, '');
    return {
      type,
      text: shown,
      canonical: shown.toLowerCase(),
      note: found?.note ?? 'not used: too vague',
      subject: 0,
    };
  });
  return { chips, subjects: chips.length === 0 ? 0 : 1 };
}
