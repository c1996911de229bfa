/** A register of invented people as a file of an old system, and its mapping. What matters here is that nearly every row differs. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';

const SYLLABLES = ['ka', 'ro', 'min', 'del', 'sa', 'tor', 'vel', 'ni', 'bra', 'qui'];

/** So many syllables of a number. */
function word(number: number, syllables: number): string {
  return Array.from(
    { length: syllables },
    (_, place) => SYLLABLES[Math.floor(number / 10 ** place) % 10] ?? '',
  ).join('');
}

export function registerHeading(): string {
  return 'REGNO;NAME;BORN;TEL\r\n';
}

/** A thousand given names, a hundred thousand surnames, dates of sixty years, mobile numbers of three blocks. */
export function registerRow(at: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const name = `${word((at * 7_919) % 1_000, 3)} ${word((at * 104_729) % 100_000, 5)}`.toUpperCase();
  const born = `${1940 + (at % 60)}${two(1 + ((at * 7) % 12))}${two(1 + ((at * 11) % 28))}`;
  const block = ['0475', '0477', '0479'][at % 3] ?? '';
  return `${at};${name};${born};${block}${String((at * 31) % 1_000_000).padStart(6, '0')}\r\n`;
}

/** Writes the rows without holding them. */
export async function registerFile(path: string, people: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(registerHeading());
  for (let at = 0; at < people; at += 1) if (!file.write(registerRow(at))) await once(file, 'drain');
  file.end();
  await finished(file);
}

export function registerMapping(source: string): string {
  return `mapping: 1
source: ${source}
load: full
format:
  type: csv
  encoding: windows-1252
  delimiter: ';'
row-key: [REGNO]
quarantine-limit: { rows: 0 }
handling:
  legal-basis: police-act
  category: suspect
  certainty: fact
  evaluation: { scheme: eu-4x4, code: B2 }
  codes: [H0]
  classification: none
  review: { years: 5, after: load-date }
entities:
  - name: person
    kind: person
    key: [REGNO]
    properties:
      name: { column: NAME, transforms: [collapse-spaces, title-case] }
      birth-date: { column: BORN, transforms: [date: ymd] }
  - name: phone
    kind: phone
    key: [{ property: number }]
    properties:
      number: { column: TEL, transforms: [phone: { country-code: '32' }] }
relations:
  - { link: uses, from: person, to: phone }
`;
}
