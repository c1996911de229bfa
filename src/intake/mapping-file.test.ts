import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IntakeError } from './errors.ts';
import { registerMapping } from './fixtures/mappings.ts';
import { parseMapping } from './mapping-file.ts';
import { mappingJsonSchema, TRANSFORM_NAMES } from './mapping-schema.ts';
import type { Mistake } from './mistake.ts';

const CSV = "  type: csv\n  encoding: windows-1252\n  delimiter: ';'";
const GOOD = registerMapping(CSV);

function issuesOf(text: string): readonly Mistake[] {
  try {
    parseMapping(text);
  } catch (error) {
    expect(error).toBeInstanceOf(IntakeError);
    expect((error as IntakeError).code).toBe('mapping-invalid');
    return (error as IntakeError).evidence?.['issues'] as Mistake[];
  }
  return [];
}

/** `line:column sentence` of the first mistake. */
function firstIssue(text: string): string {
  const issue = issuesOf(text)[0];
  return issue === undefined ? 'no mistake' : `${issue.line}:${issue.column} ${issue.sentence}`;
}

describe('a mapping file', () => {
  it('is read when it is right', () => {
    expect(parseMapping(GOOD).spec.source).toBe('register');
  });

  it('keeps table keys as they are written', () => {
    const mapping = parseMapping(
      GOOD.replace('{ V: suspect, G: witness }', '{ 01: suspect, N: witness, no: other }'),
    );
    expect(Object.keys(mapping.spec.tables?.['status'] ?? {})).toEqual(['01', 'N', 'no']);
  });

  it.each([
    [
      'an unknown field',
      GOOD.replace('load: full', 'load: full\nsurprise: 1'),
      '4:1 "surprise" is not a field that may stand here',
    ],
    ['a wrong code', GOOD.replace('load: full', 'load: ful'), '3:1 expected full, delta'],
    [
      'a missing block',
      GOOD.replace(/handling:[\s\S]*?tables:/, 'tables:'),
      '1:1 "handling" is missing here',
    ],
    [
      'a number where a text belongs',
      GOOD.replace('kind: person', 'kind: person\n    key-prefix: 7'),
      '24:5 expected a text: put it in quotes',
    ],
    ['an unknown transform', GOOD.replace('[date: ymd]', '[shout]'), null],
    [
      'an anchor',
      GOOD.replace('source: register', 'source: &a register'),
      '2:12 anchors (&name) may not stand here',
    ],
    ['an alias', GOOD.replace('source: register', 'source: *a'), null],
    [
      'a tag',
      GOOD.replace('source: register', 'source: !!str register'),
      '2:15 tags (!name) may not stand here',
    ],
    [
      'a merge key',
      GOOD.replace('load: full', 'load: full\n<<: { a: b }'),
      '4:1 merge keys (<<) may not stand here',
    ],
    [
      'a key that stands twice',
      GOOD.replace('load: full', 'load: full\nload: full'),
      '4:1 this is not well-formed YAML (duplicate key)',
    ],
    [
      'a table that is not there',
      GOOD.replace('table: status', 'table: stand'),
      '13:31 there is no table "stand"',
    ],
    [
      'a property of another kind',
      GOOD.replace('      number:', '      plate: NAME\n      number:'),
      '32:7 "plate" is not a property of the kind phone',
    ],
    [
      'a person without category',
      GOOD.replace('  category: { column: STATUS, table: status }\n', ''),
      '22:5 a person needs a category: handling must say it',
    ],
    ['a bare evaluation', GOOD.replace('code: B2', 'code: B9'), '15:33 the scheme eu-4x4 has no such code'],
    ['a pattern that is none', GOOD.replace('[date: ymd]', "[pattern: { match: '(' }]"), null],
    ['a relation to nowhere', GOOD.replace('to: phone', 'to: sim'), '34:33 there is no entity "sim"'],
  ])('says line, column and sentence for %s', (_, text, expected) => {
    const found = firstIssue(text);
    if (expected === null) expect(found).toMatch(/^\d+:\d+ \S/);
    else expect(found).toBe(expected);
  });

  it('refuses more than eight transforms in a row', () => {
    expect(firstIssue(GOOD.replace('[date: ymd]', `[${'trim, '.repeat(8)}upper]`))).toBe(
      '27:35 at most 8 may stand here',
    );
  });

  it('refuses a tower of brackets, a flood of values and a file that is too large', () => {
    expect(firstIssue(`a: ${'['.repeat(100_000)}`)).toMatch(/^\d+:\d+ \S/);
    expect(firstIssue(`a: [${'1,'.repeat(30_000)}]`)).toMatch(/more than 20000 values/);
    expect(firstIssue('x'.repeat(300_000))).toMatch(/larger than/);
    expect(firstIssue(`${'- '.repeat(30)}x`)).toMatch(/nested deeper than 12/);
  });

  it('has its JSON Schema in protocol/, equal to what the code says', () => {
    const committed = JSON.parse(
      readFileSync(new URL('../../protocol/mapping.schema.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(committed).toEqual(JSON.parse(JSON.stringify(mappingJsonSchema())));
  });

  it('has every transform in the guide, and no other', () => {
    const guide = readFileSync(new URL('../../docs/guides/mapping.md', import.meta.url), 'utf8');
    const table = guide.slice(guide.indexOf('## Transforms'), guide.indexOf('Date formats'));
    const listed = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap((row) =>
      [...(row[1] ?? '').matchAll(/`([a-z-]+)[:`]/g)].map((name) => name[1]),
    );
    expect([...new Set(listed)].toSorted((left, right) => (left ?? '').localeCompare(right ?? ''))).toEqual(
      TRANSFORM_NAMES.toSorted((left, right) => left.localeCompare(right)),
    );
  });
});
