import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const GOOD = `agency:
  id: jpn
  name: Judicial Police North
  letters: JPN
  country: BE
  language: nl
desk:
  port: 7401
peer: { port: 7411 }
agreement: agreement.json
keys: keys
data: data
intake:
  - mapping: persreg.yaml
    file: PERSREG.EBC
`;
const folder = mkdtempSync(join(tmpdir(), 'entente-config-'));
const file = join(folder, 'agency.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
  writeFileSync(file, text);
  return readConfig(file);
}

/** What is wrong with the text, without the file's name. */
function complaint(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).code).toBe('config-invalid');
    return (error as ConfigError).message.replace(`${file}: `, '');
  }
  return 'nothing';
}

describe('an agency.yaml', () => {
  it('gives paths that begin at its own folder, and what was left out', () => {
    const config = read(GOOD);
    expect(config.agreement).toBe(join(folder, 'agreement.json'));
    expect(config.intake).toEqual([
      { mapping: join(folder, 'persreg.yaml'), file: join(folder, 'PERSREG.EBC') },
    ]);
    expect(config.desk.host).toBe('127.0.0.1');
    expect(config.sealer).toBe('process');
    expect(read(`${GOOD}sealer: { socket: run/sealer.sock }\nseeds: seeds\n`)).toMatchObject({
      sealer: { socket: join(folder, 'run', 'sealer.sock'), group: false },
      seeds: join(folder, 'seeds'),
    });
  });

  it.each([
    ['a sealer of no kind', `${GOOD}sealer: outside\n`, 'line 16, column 1: expected inside, process'],
    [
      'a sealer without a socket',
      `${GOOD}sealer: { group: true }\n`,
      'line 16, column 1: "socket" is missing here',
    ],
    [
      'an unknown field',
      `${GOOD}surprise: 1\n`,
      'line 16, column 1: "surprise" is not a field that may stand here',
    ],
    ['a missing field', GOOD.replace('keys: keys\n', ''), 'line 1, column 1: "keys" is missing here'],
    ['a port that is none', GOOD.replace('7401', '99999'), 'line 8, column 3: at most 65535 may stand here'],
    ['a word for a number', GOOD.replace('7401', 'high'), 'line 8, column 3: expected a number'],
    [
      'letters of another form',
      GOOD.replace('JPN', 'jp'),
      'line 4, column 3: expected two to five capital letters',
    ],
    [
      'another language',
      GOOD.replace('language: nl', 'language: it'),
      'line 6, column 3: expected en, fr, nl, de',
    ],
    [
      'an anchor',
      GOOD.replace('keys: keys', 'keys: &k keys'),
      'line 11, column 10: anchors (&name) may not stand here',
    ],
    ['an alias', `${GOOD}workers: *k\n`, 'line 16, column 10: aliases (*name) may not stand here'],
    [
      'broken YAML',
      `${GOOD}desk: [\n`,
      expect.stringMatching(/^line 1\d, column \d+: this is not well-formed YAML/),
    ],
    [
      'a tower of brackets',
      `a: ${'['.repeat(100_000)}`,
      'line 1, column 1: the file is nested too deeply to be read',
    ],
    ['two mistakes', GOOD.replace('JPN', 'x').replace('BE', 'y'), expect.stringMatching(/\(and 1 more\)$/)],
  ])('says line, column and sentence for %s', (_, text, expected) => {
    expect(complaint(text)).toEqual(expected);
  });

  const telling = (url: string): string =>
    `${GOOD}alerts:\n  webhook:\n    url: ${url}\n    key: keys/alert.key\n`;

  it('names the machine that is told of alerts by https, or by http on this machine, and its key file', () => {
    for (const url of [
      'https://duty.example/entente',
      'http://127.0.0.1:8080/',
      'http://[::1]/',
      'http://localhost/a',
    ])
      expect(read(telling(url)).alerts).toEqual({ webhook: { url, key: join(folder, 'keys/alert.key') } });
  });

  it.each([
    'http://duty.example/entente',
    'http://127.0.0.1.example/',
    'ftp://127.0.0.1/',
    'file:///etc/hosts',
    'duty.example',
    `https://duty.example/${'a'.repeat(1_000)}`,
  ])('refuses to tell a machine at %s', (url) => {
    expect(complaint(telling(url))).toMatch(/^line 18, column \d+: /);
  });

  it('is refused when it is too large or cannot be opened', () => {
    writeFileSync(file, '#'.repeat(300_000));
    expect(() => readConfig(file)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    expect(() => readConfig(folder)).toThrow(expect.objectContaining({ code: 'config-unreadable' }));
    expect(() => readConfig(join(folder, 'none.yaml'))).toThrow(
      expect.objectContaining({ code: 'config-unreadable' }),
    );
  });

  it('is a configuration or one coded refusal with a line, for 5,000 mutated texts', () => {
    const words = [
      '\n',
      '  ',
      ': ',
      '- ',
      '{',
      '[',
      ']',
      '&a',
      '*a',
      '!!int ',
      '<<',
      '"',
      '~',
      '0x1F',
      'desk',
      '\u0000',
    ];
    const change = fc.record({ at: fc.nat(GOOD.length), cut: fc.nat(12), put: fc.constantFrom(...words) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const text = changes.reduce(
          (now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut),
          GOOD,
        );
        expect(complaint(text)).toMatch(/^nothing$|^line \d+, column \d+: \S/);
      }),
      { numRuns: 5_000 },
    );
  });
});
