import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inventedRegister } from '../../bench/matching/invented-register.ts';
import { addMatchCommands } from './match.ts';
import { readLines } from './match-lines.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-match-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

/** Runs the command in this process, with what it writes kept. */
async function match(...args: readonly string[]) {
  let code: number | null = null;
  let failure: unknown = null;
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
    try {
      code = (await work()) ?? 0;
    } catch (error) {
      failure = error;
    }
  });
  try {
    await program.parseAsync(['match', ...args], { from: 'user' });
  } catch (error) {
    failure = error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const lines = streams.out.split('\n').filter((line) => line.startsWith('{'));
  return {
    code,
    failure,
    ...streams,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const idris = {
  id: 'a1',
  schema: 'Person',
  properties: { name: ['Idris Velhane'], birthDate: ['1991-11-03'] },
};
const same = {
  id: 'b7',
  schema: 'Person',
  properties: { name: ['Идрис Вельхане'], birthDate: ['03/11/1991'] },
};
const other = {
  id: 'c2',
  schema: 'Person',
  properties: { name: ['Orvan Tasmo'], birthDate: ['1975-05-05'] },
};

describe('entente match score', () => {
  it('writes probability, weight, evidence, band and reasons for each pair', async () => {
    const pairs = file('pairs', [
      { left: idris, right: same },
      { left: idris, right: other },
    ]);
    const { code, lines } = await match('score', pairs);
    expect(code).toBe(0);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ left: 'a1', right: 'b7' });
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'left',
      'right',
      'probability',
      'weight',
      'evidence',
      'band',
      'reasons',
    ]);
    expect(lines[0]?.['probability']).toBeGreaterThan(lines[1]?.['probability'] as number);
  });

  it('names a bad line by its number and goes on, and with --strict stops', async () => {
    const pairs = file('bad', [
      { left: idris, right: same },
      '{"left":',
      '',
      { left: idris },
      { left: idris, right: other },
    ]);
    const going = await match('score', pairs);
    expect(going.code).toBe(1);
    expect(going.lines).toHaveLength(2);
    expect(going.err).toContain('line 2: the line is not JSON [line-malformed]');
    expect(going.err).toContain('line 4: a line of pairs is an object with left and right [line-malformed]');
    expect(going.err).not.toMatch(/velhane/i);
    const strict = await match('score', pairs, '--strict');
    expect(strict.failure).toMatchObject({ code: 'line-malformed', message: 'line 2: the line is not JSON' });
  });

  it('says what is wrong with an option', async () => {
    for (const args of [
      ['score', '--size', 'many'],
      ['score', '--country', 'Belgium'],
      ['screen', 'list', '--against', 'file', '--least', '2'],
    ])
      expect((await match(...args)).failure, args.join(' ')).toMatchObject({
        code: 'commander.invalidArgument',
      });
  });
});

describe('entente match keys', () => {
  it('writes the record’s keys, and with --ask the asker’s', async () => {
    const entities = file('entities', [idris]);
    const [record] = (await match('keys', entities, '--size', '10000')).lines;
    const [asked] = (await match('keys', entities, '--size', '10000', '--ask')).lines;
    const values = (line: Record<string, unknown> | undefined): string[] =>
      ((line?.['keys'] ?? []) as { rule: string; value: string }[]).map(
        ({ rule, value }) => `${rule} ${value}`,
      );
    expect(values(record).length).toBeGreaterThan(0);
    expect(values(asked).length).toBeGreaterThanOrEqual(values(record).length);
  });
});

describe('entente match resolve', () => {
  it('writes a cluster id for each entity, in their order', async () => {
    const { code, lines } = await match('resolve', file('resolve', [idris, other, { ...idris, id: 'a2' }]));
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(['a1', 'c2', 'a2']);
    expect(lines[0]?.['cluster']).toBe(lines[2]?.['cluster']);
    expect(lines[0]?.['cluster']).not.toBe(lines[1]?.['cluster']);
  });
});

describe('entente match resolve, of a file large enough to be counted', () => {
  it('says on standard error what was counted and what follows', async () => {
    const records = inventedRegister({
      seed: 7,
      single: 500,
      copies: 3,
      slips: { given: 0.1, surname: 0.05, date: 0.05, number: 0.08 },
    });
    const entities = records.map(({ id, subject }) => ({
      id,
      schema: 'Person',
      properties: {
        name: subject.names,
        birthDate: subject.birthDates,
        country: ['au'],
        idNumber: subject.nationalNumbers.map(({ number }) => number),
        address: subject.addresses.map(({ text, postcode, city }) => `${text}, ${postcode} ${city}`),
      },
    }));
    const { code, err, lines } = await match('resolve', file('register', entities));
    expect(code).toBe(0);
    expect(lines).toHaveLength(records.length);
    expect(err).toMatch(/counted in this file: \d+ pairs of records could be twins/);
  });
});

describe('entente match screen', () => {
  it('writes hits alone, and says how many were screened', async () => {
    const held = file('held', [same, other]);
    const { code, lines, err } = await match(
      'screen',
      file('list', [idris, { ...other, id: 'x', properties: { name: ['Nobody Atall'] } }]),
      '--against',
      held,
    );
    expect(code).toBe(0);
    expect(lines.map(({ id, match: hit }) => [id, hit])).toEqual([['a1', 'b7']]);
    expect(err).toContain('2 screened, 1 hits');
  });

  it('ends with 1 when nobody hit, and with 3 when something could not be read', async () => {
    const held = file('held2', [same]);
    expect((await match('screen', file('none', [other]), '--against', held)).code).toBe(1);
    expect((await match('screen', file('broken', [other, 'x']), '--against', held)).code).toBe(3);
    expect((await match('screen', '-', '--against', '-')).code).toBe(2);
  });
});

describe('lines of a file', () => {
  const read = async (path: string) => {
    const lines: (string | null)[] = [];
    for await (const { number, text, problem } of readLines(path))
      lines.push(text === null ? `${number}: ${problem}` : `${number}: ${text}`);
    return lines;
  };

  it('are numbered, also across chunks, characters cut in two, carriage returns and empty lines', async () => {
    const long = 'é'.repeat(70_001);
    expect(await read(file('chunks', [`\uFEFFone`, '', long, 'last\r']))).toEqual([
      '1: one',
      `3: ${long}`,
      '4: last\r',
    ]);
  });

  it('longer than a line may be are not kept', async () => {
    expect(await read(file('long', ['one', 'x'.repeat(3_000_000), 'three']))).toEqual([
      '1: one',
      '2: line-too-long',
      '3: three',
    ]);
  });
});
