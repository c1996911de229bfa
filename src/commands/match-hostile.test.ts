import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compiled } from '../../test/harness/compiled.ts';
import { addMatchCommands } from './match.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function match(...args: readonly string[]) {
  let code: number | null = null;
  const streams = { out: '', err: '' };
  const keep = (name: 'out' | 'err') => (chunk: unknown) => {
    streams[name] += String(chunk);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('err')),
  ];
  const program = new Command().exitOverride();
  addMatchCommands(program, async (_json, work) => {
    code = (await work()) ?? 0;
  });
  try {
    await program.parseAsync(['match', ...args], { from: 'user' });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const lines = streams.out.split('\n').filter((line) => line !== '');
  return { code, err: streams.err, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const good = (id: string, name = 'Idris Velhane') =>
  JSON.stringify({ id, schema: 'Person', properties: { name: [name], birthDate: ['1991-11-03'] } });
const pair = (entity: string) => `{"left":${entity},"right":${entity}}`;

/** Each line, and the code by which it is refused; null where it is read all the same. */
const HOSTILE: readonly (readonly [line: string | Buffer, code: string | null])[] = [
  ['{"id":"x","schema":"Person","properties":{"name":["Idris', 'line-malformed'],
  ['null', 'entity-malformed'],
  ['[]', 'entity-malformed'],
  ['"Idris Velhane"', 'entity-malformed'],
  ['\u0000\u0001', 'line-malformed'],
  [`{"id":"x","schema":"Person","properties":${'{"a":'.repeat(20)}1${'}'.repeat(21)}`, 'line-too-deep'],
  [`{"id":"x","schema":"Person","properties":{"name":["${'a'.repeat(1_048_577)}"]}}`, 'line-too-long'],
  ['{"schema":"Person","properties":{"name":["Idris Velhane"]}}', 'entity-malformed'],
  ['{"id":17,"schema":"Person","properties":{}}', 'entity-malformed'],
  ['{"id":"x","schema":["Person"],"properties":{}}', 'entity-malformed'],
  ['{"id":"x","schema":"Person","properties":"name"}', 'entity-malformed'],
  [
    Buffer.from('{"id":"x","schema":"Person","properties":{"name":["Velhan\xe9"]}}', 'latin1'),
    'line-not-utf8',
  ],
  [
    Buffer.from('{"id":"x","schema":"Person","properties":{"name":["Velhan\xe9"]}}', 'utf16le'),
    'line-not-utf8',
  ],
  ['{"id":"y1","schema":"Person","properties":{"name":[true,"Idris Velhane"]}}', null],
  ['{"id":"y2","schema":"Person","properties":{"name":[["Idris Velhane"]],"age":35,"dead":false}}', null],
  ['{"id":"y3","schema":"Spaceship","properties":{"name":["Kestrel"]}}', null],
  ['{"id":"y4","schema":"person","properties":{"__proto__":["x"],"constructor":["y"]}}', null],
  ['{"id":"y5","schema":"Person","properties":{}}', null],
  ['{"id":"y6","schema":"Person","properties":{"name":["\\ud800","\\u0000","\u202eenahleV"]}}', null],
];

/** The bytes of the second code unit order are odd in number where a text is UTF-16: every line is on its own. */
function hostileFile(name: string, wrap: (line: string) => string = (line) => line): string {
  const parts = HOSTILE.flatMap(([line]) => [
    typeof line === 'string' ? Buffer.from(wrap(line)) : line,
    Buffer.from('\n'),
  ]);
  return file(
    name,
    Buffer.concat([Buffer.from(`${wrap(good('first'))}\n`), ...parts, Buffer.from(wrap(good('last')))]),
  );
}

describe('a file of hostile lines', () => {
  const refused = HOSTILE.flatMap(([, code], at) => (code === null ? [] : [`line ${at + 2}: [${code}]`]));
  const said = (err: string): string[] =>
    err
      .split('\n')
      .filter((line) => line.startsWith('entente: line '))
      .map((line) => line.replace(/^entente: (line \d+): .* (\[.*\])$/, '$1: $2'));
  const read = HOSTILE.length - refused.length + 2;

  it.each(['keys', 'resolve'])(
    'is read to its end by %s, each bad line named by its code',
    async (command) => {
      const { code, err, lines } = await match(command, hostileFile(`hostile-${command}`));
      expect(said(err)).toEqual(refused);
      expect(lines).toHaveLength(read);
      expect(lines.at(-1)).toMatchObject({ id: 'last' });
      expect(code).toBe(1);
      expect(err).not.toMatch(/velhan|kestrel|spaceship/i);
    },
  );

  it('is read to its end by screen, as list and as file', async () => {
    const held = file('held', good('held'));
    const asList = await match('screen', hostileFile('hostile-list'), '--against', held);
    const asFile = await match('screen', held, '--against', hostileFile('hostile-against'));
    for (const { err, code } of [asList, asFile]) {
      expect(said(err)).toEqual(refused);
      expect(code).toBe(3);
    }
    expect(asList.lines.map(({ id }) => id)).toEqual(expect.arrayContaining(['first', 'last']));
  });

  it('is read to its end by score', async () => {
    const { code, err, lines } = await match('score', hostileFile('hostile-pairs', pair));
    expect(said(err)).toHaveLength(refused.length);
    expect(lines).toHaveLength(read);
    for (const line of lines) expect(Number.isFinite(line['probability'])).toBe(true);
    expect(code).toBe(1);
  });

  it('gets one warning of each kind, and the first line of it', async () => {
    const many = Array.from(
      { length: 500 },
      (_, at) => `{"id":"n${at}","schema":"person","properties":{"name":[true]}}`,
    );
    const { code, err } = await match('keys', file('warned', [good('a'), ...many].join('\n')));
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => line !== '')).toEqual([
      'entente: 500 values are no texts and were left out; the first on line 2 [value-set-aside]',
      'entente: 500 entities have a schema that FollowTheMoney does not know, read as things; the first on line 2 [schema-unknown]',
    ]);
  });
});

describe('a file written elsewhere', () => {
  it('may be empty, or hold nothing but line ends', async () => {
    for (const text of ['', '\n\n', '\r\n', '\uFEFF', ' \t\n'])
      for (const command of ['keys', 'resolve', 'score'])
        expect(await match(command, file('empty', text)), JSON.stringify(text)).toMatchObject({
          code: 0,
          lines: [],
        });
  });

  it('may have carriage returns and a byte-order mark', async () => {
    const { code, lines } = await match('keys', file('crlf', `\uFEFF${good('a')}\r\n\r\n${good('b')}\r\n`));
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('is resolved by its first entity of an id; another one of that id is refused', async () => {
    const { code, err, lines } = await match(
      'resolve',
      file('repeated', [good('a'), good('b', 'Odile Averinck'), good('a', 'Viktor Torsvik')].join('\n')),
    );
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(err).toContain('line 3: the id of this entity stood on an earlier line [entity-repeated]');
    expect(code).toBe(1);
  });
});

describe('a reader that closes its end', () => {
  it('ends the command without a word of failure', async () => {
    const entities = Array.from({ length: 4000 }, (_, at) => good(`a${at}`, `Idris Velhane ${at}`)).join(
      '\n',
    );
    const child = spawn(process.execPath, [compiled('src/cli.ts'), 'match', 'keys', file('many', entities)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('close', (...ended) => resolve(ended));
    });
    expect([code, signal, err]).toEqual([0, null, '']);
  }, 30_000);
});
