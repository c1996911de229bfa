/** What the two agencies' old systems hand over, in each state that the journey needs. Everyone is invented. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The number that the asker found on an exhibit and the owner comes to hold. Reserved for fiction. */
export const STORY_PHONE = '+33639984711';

/** A number that nobody holds until the fragment comes. Reserved for fiction. */
export const WATCHED_PHONE = '+33639980299';

const REGISTER = `mapping: 1
source: register
load: full
format: { type: csv, encoding: utf-8, delimiter: ';' }
row-key: [NO]
quarantine-limit: { percent: 40 }
tables:
  status: { S: suspect, C: contact }
handling:
  legal-basis: police-act
  category: { column: STATUS, table: status }
  certainty: fact
  evaluation: { scheme: eu-4x4, code: B2 }
  codes: [H0]
  classification: none
  review: { years: 3, after: load-date }
entities:
  - name: person
    kind: person
    key: [NO]
    properties:
      name: { column: NAME, required: true }
      birth-date: { column: BORN, transforms: [date: dmy] }
  - name: phone
    kind: phone
    key: [{ property: number }]
    properties:
      number: { column: PHONE, transforms: [phone: { country-code: '33' }] }
  - name: vehicle
    kind: vehicle
    key: [{ property: plate }]
    properties:
      plate: { column: PLATE, transforms: [plate] }
      plate-country: { fixed: FR }
relations:
  - { link: uses, from: person, to: phone }
  - { link: uses, from: person, to: vehicle }
`;

const UNLOAD = `mapping: 1
source: unload
load: delta
format:
  type: copybook
  copybook-text: |
       01 REC.
          05 NO PIC X(4).
          05 NAME PIC X(20).
  code-page: ascii
  framing: rdw
row-key: [NO]
quarantine-limit: { percent: 10 }
handling:
  legal-basis: police-act
  category: other
  certainty: fact
  evaluation: { scheme: eu-4x4, code: B2 }
  codes: [H0]
  classification: none
  review: { years: 3, after: load-date }
entities:
  - { name: person, kind: person, key: [NO], properties: { name: NAME } }
`;

const HEAD = 'NO;NAME;BORN;STATUS;PHONE;PLATE';

const FIRST = [
  '1;Marek Ostrowin;12/04/1981;S;0639980101;AA-101-AA',
  '2;Lien Verhaecke;03/11/1976;C;0639980102;',
  '3;Samira Tahoun;27/02/1990;S;0639980103;AA-103-AA',
  '4;Jo Brandt;31/02/1988;C;0639980104;',
  '5;Pieter Quaes;no;X;0639980105;',
  '6;Odile Averinck;08/08/1959;C;0639980106;',
];
// Row 2 is gone, row 3 has another number, row 7 is new.
const CHANGED = [
  ...FIRST.filter((row) => !/^[23];/.test(row)),
  '3;Samira Tahoun;27/02/1990;S;0639980113;AA-103-AA',
  '7;Tomas Averinck;17/05/1990;C;0639984711;AB-770-CD',
];
const ASKER = [
  '1;Bram Wouters;01/01/1970;S;0639980201;BB-201-BB',
  '2;Exhibit Holder;15/06/1985;C;0639984711;',
];
// The fragment that the asker watches for.
const FRAGMENT = [...CHANGED, '8;Ilse Marchand;19/09/1984;S;0639980299;'];
const OVER_LIMIT = ['1;Marek Ostrowin;12/04/1981;Z;;', '2;Lien Verhaecke;03/11/1976;Z;;'];

export type RegisterState = 'first' | 'changed' | 'asker' | 'over-limit' | 'fragment';

const ROWS: Readonly<Record<RegisterState, readonly string[]>> = {
  first: FIRST,
  changed: CHANGED,
  asker: ASKER,
  'over-limit': OVER_LIMIT,
  fragment: FRAGMENT,
};

/** The mappings and both systems' first files, in the agency's folder. */
export function writeSources(folder: string, state: RegisterState): void {
  mkdirSync(join(folder, 'sources'), { recursive: true });
  writeFileSync(join(folder, 'sources', 'register.yaml'), REGISTER);
  writeFileSync(join(folder, 'sources', 'unload.yaml'), UNLOAD);
  writeRegister(folder, state);
  writeUnload(folder, 'whole');
}

/** The nightly register; it appears whole, as a file transfer that is done properly leaves it. */
export function writeRegister(folder: string, state: RegisterState): void {
  place(folder, 'register.csv', [HEAD, ...ROWS[state], ''].join('\n'));
}

/** The unload; `broken` has a second record whose length makes no sense. */
export function writeUnload(folder: string, state: 'whole' | 'broken'): void {
  const text = Buffer.from('0001'.padEnd(4) + 'Nadia Kestrel'.padEnd(20), 'latin1');
  const record = Buffer.concat([Buffer.from([0, text.length + 4, 0, 0]), text]);
  const after = state === 'broken' ? Buffer.from([0, 1, 9, 9, 0, 0]) : Buffer.alloc(0);
  place(folder, 'unload.dat', Buffer.concat([record, after]));
}

function place(folder: string, name: string, content: string | Buffer): void {
  const path = join(folder, 'sources', name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
