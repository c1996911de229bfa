import { describe, expect, it } from 'vitest';
import { HANDLING } from './fixtures/mappings.ts';
import { memoryConnector } from './connector-memory.ts';
import { buildInterpreter, type Interpretation } from './interpret.ts';
import { parseMapping } from './mapping-file.ts';

const FORMAT = "format:\n  type: csv\n  encoding: utf-8\n  delimiter: ';'\n";

function mapping(entities: string, handling = HANDLING): ReturnType<typeof parseMapping> {
  return parseMapping(
    `mapping: 1\nsource: cards\nload: full\n${FORMAT}row-key: [ID]\nquarantine-limit: { rows: 5 }\n${handling}${entities}`,
  );
}

async function interpret(
  entities: string,
  row: Readonly<Record<string, string>>,
  handling?: string,
): Promise<Interpretation> {
  const connector = memoryConnector('cards', Object.keys(row), [Object.values(row)]);
  const interpreter = buildInterpreter(mapping(entities, handling), connector, '2026-01-15');
  for await (const source of connector.rows()) return interpreter.interpret(source);
  throw new Error('no row');
}

function taken(found: Interpretation): Extract<Interpretation, { outcome: 'row' }> {
  if (found.outcome !== 'row') throw new Error(JSON.stringify(found));
  return found;
}

const PERSON = `entities:
  - name: person
    kind: person
    key: [ID]
    properties:
      name: NAME
`;
const BASE = { ID: '1', NAME: 'Oda Brevik', STATUS: 'V' };

describe('marking', () => {
  it('adds codes, raises the classification and replaces the rest where an entity or a property says so', async () => {
    const found = taken(
      await interpret(
        `${PERSON}      alias: { column: ALIAS, handling: { codes: [H2], classification: none, certainty: assessment } }
    handling: { codes: [H1], classification: restricted }
`,
        { ...BASE, ALIAS: 'Odd' },
      ),
    );
    const person = found.draft.entities[0];
    expect(person?.marking).toMatchObject({
      handling: ['H0', 'H1'],
      classification: 'restricted',
      certainty: 'fact',
    });
    expect(person?.statements[1]?.marking).toMatchObject({
      handling: ['H0', 'H1', 'H2'],
      classification: 'restricted',
      certainty: 'assessment',
    });
  });

  it.each([
    ['category', 'category: { column: STATUS, table: status }', { STATUS: 'unheard of' }, 'its category'],
    ['an empty category', 'category: { column: STATUS, table: status }', { STATUS: '' }, 'its category'],
    ['evaluation', 'evaluation: { scheme: eu-4x4, column: EVAL }', { EVAL: 'Z9' }, 'its evaluation'],
    ['handling codes', 'codes: { column: CODES }', { CODES: 'H0 H9' }, 'its handling codes'],
    ['classification', 'classification: { column: CLASS }', { CLASS: 'SECRET UE' }, 'its classification'],
    [
      'review date',
      'review: { column: REVIEW, transforms: [date: ymd] }',
      { REVIEW: '2026-13-01' },
      'its review date',
    ],
  ])('quarantines a row whose %s is not known: never a freer value', async (_, line, cells, reason) => {
    const field = line.slice(0, line.indexOf(':'));
    const handling = HANDLING.replace(new RegExp(`^  ${field}: .*$`, 'm'), `  ${line}`);
    const found = await interpret(PERSON, { ...BASE, ...cells }, handling);
    expect(found).toMatchObject({
      outcome: 'quarantined',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('takes an empty code only where the table has a line for it', async () => {
    const handling = HANDLING.replace('{ V: suspect, G: witness }', "{ V: suspect, '': uncategorised }");
    const found = taken(await interpret(PERSON, { ...BASE, STATUS: '' }, handling));
    expect(found.draft.entities[0]?.category).toBe('uncategorised');
  });
});

describe('cells', () => {
  it('end in one of four fates, and a value without its key is bad, not lost', async () => {
    const found = taken(
      await interpret(
        `${PERSON}      sex: { column: SEX, unknown: ['9'] }
      birth-date: { column: BORN, transforms: [date: dmy] }
      nationality: NAT
  - name: pass
    kind: document
    key: [{ property: number }]
    properties:
      number: PASSNO
      issuer: ISSUER
`,
        { ...BASE, SEX: '9', BORN: '31/02/1980', NAT: '', PASSNO: '', ISSUER: 'BEL' },
      ),
    );
    expect(found.cells).toEqual([
      ['person.name', 'stated'],
      ['person.sex', 'unknown'],
      ['person.birth-date', 'bad'],
      ['person.nationality', 'empty'],
      ['pass.number', 'empty'],
      ['pass.issuer', 'bad'],
    ]);
    expect(found.complaints.map((one) => `${one.field} ${one.reason}`)).toEqual([
      'person.birth-date is not a date of the form dmy',
      'pass.issuer has no key: what it belongs to cannot be told',
    ]);
    expect(found.draft.entities.map((entity) => entity.key)).toEqual(['person:1']);
  });

  it('of an entity whose condition does not hold are not read', async () => {
    const found = taken(
      await interpret(
        `${PERSON}  - name: pass
    kind: document
    when: { column: KIND, equals: [P] }
    key: [NO]
    properties:
      number: NO
`,
        { ...BASE, KIND: 'I', NO: '42' },
      ),
    );
    expect(found.cells).toEqual([['person.name', 'stated']]);
  });
});

describe('repeating columns', () => {
  const PHONES = (each: string) => `${PERSON}  - name: phone
    kind: phone
    each: ${each}
    key: [{ property: number }]
    properties:
      number: no
relations:
  - { link: uses, from: person, to: phone }
`;

  it('in sets make one entity each, and an empty set is an empty cell', async () => {
    const found = taken(
      await interpret(PHONES('{ sets: [ { no: T1 }, { no: T2 }, { no: T3 } ] }'), {
        ...BASE,
        T1: '100',
        T2: '',
        T3: '300',
      }),
    );
    expect(found.draft.relations.map((link) => link.toKey)).toEqual(['phone:100', 'phone:300']);
    expect(found.cells.map(([, fate]) => fate)).toEqual(['stated', 'stated', 'empty', 'stated']);
  });

  it('in one cell are taken apart, and the same value twice is one entity and one edge', async () => {
    const found = taken(
      await interpret(PHONES("{ column: TELS, split: ',', as: no }"), { ...BASE, TELS: '100, 200,100' }),
    );
    expect(found.draft.entities.map((entity) => entity.key)).toEqual(['person:1', 'phone:100', 'phone:200']);
    expect(found.draft.relations).toHaveLength(2);
  });
});

describe('names that the source does not have', () => {
  it('are all said, with line and column', async () => {
    await expect(
      interpret(`${PERSON}      sex: SEKS\n      alias: [NAME, NICK]\n`, BASE),
    ).rejects.toMatchObject({
      code: 'mapping-columns',
      evidence: {
        issues: [
          {
            path: 'entities.0.properties.sex',
            sentence: 'the source has no column "SEKS"',
            line: 26,
            column: 7,
          },
          {
            path: 'entities.0.properties.alias.1',
            sentence: 'the source has no column "NICK"',
            line: 27,
            column: 21,
          },
        ],
      },
    });
  });
});
