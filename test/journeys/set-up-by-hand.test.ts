/** Two agencies that a person sets up with the commands alone: keys, agreement, officers, an old file, and one sealed question. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../harness/compiled.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { quietPorts } from '../town/quiet-ports.ts';

const PASSWORD = 'a long enough password';
const NAMES = { alder: 'Alder Inquiry Office', birch: 'Birch Coastal Police' } as const;
type Id = keyof typeof NAMES;

const MAPPING = `mapping: 1
source: cards
title: Cards
load: full
format: { type: csv, encoding: utf-8, delimiter: ';' }
row-key: [NO]
quarantine-limit: { rows: 0 }
handling: { legal-basis: police-act, category: suspect, certainty: fact, evaluation: { scheme: eu-4x4, code: A1 }, codes: [H0], classification: none, review: { years: 5, after: load-date } }
entities:
  - { name: person, kind: person, key: [NO], properties: { name: NAME, birth-date: { column: BORN, transforms: [date: ymd] } } }
  - { name: phone, kind: phone, key: [{ property: number }], properties: { number: PHONE } }
relations:
  - { link: uses, from: person, to: phone }
`;
const CARDS = 'NO;NAME;BORN;PHONE\n1;Idris Velhane;1991-11-03;+33639984711\n2;Odile Averinck;1990-02-14;\n';

describe('two agencies set up by hand', () => {
  let folder: string;
  const databases = new Map<Id, TestDatabase>();
  const servers: ChildProcess[] = [];
  const ports = new Map<Id, { readonly desk: number; readonly peer: number }>();
  const at = (...parts: string[]): string => join(folder, ...parts);
  const config = (id: Id): string => at(id, 'agency.yaml');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entente-by-hand-'));
    const free = await quietPorts(4);
    for (const [place, id] of (['alder', 'birch'] as const).entries()) {
      ports.set(id, { desk: free[place * 2] ?? 0, peer: free[place * 2 + 1] ?? 0 });
      databases.set(id, await freshDatabase());
      await mkdir(at(id));
      writeFileSync(at(id, 'database.url'), `${databases.get(id)?.url ?? ''}\n`, { mode: 0o600 });
      writeFileSync(
        config(id),
        `agency: { id: ${id}, name: ${NAMES[id]}, letters: ${id.slice(0, 3).toUpperCase()}, country: FR, language: fr }
desk: { port: ${ports.get(id)?.desk} }
peer: { port: ${ports.get(id)?.peer} }
agreement: ../agreement.json
keys: keys
data: data
database: database.url
workers: 1
${id === 'birch' ? 'intake: [{ mapping: cards.yaml, file: cards.csv }]\n' : ''}`,
      );
    }
    writeFileSync(at('birch', 'cards.yaml'), MAPPING);
    writeFileSync(at('birch', 'cards.csv'), CARDS);
    writeFileSync(at('password.txt'), `${PASSWORD}\n`, { mode: 0o600 });
  });
  afterAll(async () => {
    await Promise.all(servers.map(stop));
    await Promise.all([...databases.values()].map((database) => database.close()));
    rmSync(folder, { recursive: true });
  });

  it('describes both members, and makes their keys once, for their eyes only', async () => {
    for (const id of ['alder', 'birch'] as const) {
      const say = ['agreement', 'member', '--config', config(id), '--size-class', '10000'];
      const address = `https://127.0.0.1:${ports.get(id)?.peer}`;
      await done(...say, '--address', address, '--out', at(`${id}.member.json`));
      expect(statSync(at(id, 'keys')).mode & 0o777).toBe(0o700);
      const again = await done(...say, '--address', address);
      expect(again.out).toBe(readFileSync(at(`${id}.member.json`), 'utf8'));
    }
    const wrong = ['agreement', 'member', '--config', config('alder'), '--size-class', '10000', '--address'];
    expect((await entente(...wrong, 'http://127.0.0.1:1')).text).toContain(
      'see "endpoint" [agreement-invalid]',
    );
  });

  it('drafts, signs and puts together what both sign, and nothing else', async () => {
    const members = [at('alder.member.json'), at('birch.member.json')];
    const draft = ['agreement', 'draft', '--name', 'Alder and Birch', '--member', ...members];
    const tooMuch = await entente(...draft, '--budget', 'document=1/2000000');
    expect([tooMuch.code, tooMuch.text]).toEqual([3, expect.stringContaining('[setting-rule-broken]')]);
    expect((await entente(...draft, '--budget', 'pigeons=1/2')).code).toBe(2);
    const drafted = await done(...draft, '--budget', 'document=10/100', '--out', at('draft.json'));
    expect(drafted.text).toMatch(/^document: 100 elements an epoch, .*: kept$/m);
    expect((await entente(...draft, '--out', at('draft.json'))).code).toBe(3);

    for (const id of ['alder', 'birch'] as const) {
      const sign = ['agreement', 'sign', at('draft.json'), '--config', config(id)];
      const { text } = await done(...sign, '--out', at(`${id}.signature.json`));
      expect(text).toContain(`birch: ${NAMES.birch}, https://127.0.0.1:`);
      expect(text).toContain(`signed as ${id}\n`);
    }
    const assemble = ['agreement', 'assemble', at('draft.json'), at('alder.signature.json')];
    expect((await entente(...assemble)).text).toContain('no signature of birch [signature-invalid]');
    writeFileSync(at('other.json'), readFileSync(at('draft.json'), 'utf8').replace('Alder and', 'Alder or'));
    expect(
      (await entente('agreement', 'assemble', at('other.json'), at('alder.signature.json'))).text,
    ).toContain('alder signed other bytes than these [agreement-invalid]');
    await done(...assemble, at('birch.signature.json'), '--out', at('agreement.json'));
    const signed = await entente('agreement', 'sign', at('agreement.json'), '--config', config('alder'));
    expect([signed.code, signed.text]).toEqual([2, expect.stringContaining('signed already')]);
  });

  it('will not sign a draft that names it with the keys of another', async () => {
    const stranger = JSON.parse(readFileSync(at('draft.json'), 'utf8')) as {
      members: { ledgerKey: string }[];
    };
    for (const member of stranger.members)
      member.ledgerKey = member.ledgerKey.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
    writeFileSync(at('stranger.json'), JSON.stringify(stranger));
    const { code, text } = await entente(
      'agreement',
      'sign',
      at('stranger.json'),
      '--config',
      config('alder'),
    );
    expect([code, text]).toEqual([3, expect.stringContaining('[agreement-not-ours]')]);
  });

  it('adds officers, each with entries in the ledger, and lets them go again', async () => {
    const add = [
      'officers',
      'add',
      '--password-file',
      at('password.txt'),
      '--config',
      config('alder'),
      '--role',
    ];
    await done(...add, 'investigator', 'o.velmark');
    await done(...add, 'investigator', 't.averinck');
    expect((await entente(...add, 'investigator', 'O.Velmark')).text).toContain('[name-taken]');
    expect((await entente(...add, 'inspector', 'x')).code).toBe(2);
    await done('officers', 'disable', 't.averinck', '--config', config('alder'));
    expect((await entente('officers', 'disable', 'nobody', '--config', config('alder'))).code).toBe(2);
    const { out } = await done('officers', 'list', '--config', config('alder'));
    expect(out).toMatch(/^o\.velmark, investigator\nt\.averinck, investigator, disabled 20\d\d-\d\d-\d\d\n$/);
    const acts = await databases.get('alder')?.query<{ rule: string }>(
      `SELECT convert_from(bytes, 'UTF8')::json ->> 'rule' AS rule FROM ledger.entry
        WHERE convert_from(bytes, 'UTF8')::json ->> 'rule' LIKE 'officer-%' ORDER BY 1`,
    );
    expect(acts?.rows.map(({ rule }) => rule)).toEqual([
      'officer-added',
      'officer-added',
      'officer-disabled',
    ]);
  });

  it('asks one sealed question across, and has a hit', async () => {
    const early = await entente('keys', 'new-epoch', '--config', config('alder'));
    expect([early.code, early.out]).toEqual([1, expect.stringContaining('no epoch is running')]);
    for (const id of ['alder', 'birch'] as const) servers.push(await serve(config(id)));
    const who = ['--name', 'o.velmark', '--password-file', at('password.txt')];
    const why = ['--case', '2026/1', '--because', 'a number used once', '--send'];
    const desk = `http://127.0.0.1:${ports.get('alder')?.desk}`;
    const ask = (text: string) => entente('ask', text, '--desk', desk, ...who, ...why);
    let asked = await ask('+33 6 39 98 47 11');
    for (let tries = 0; asked.code !== 0 && tries < 30; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      asked = await ask('+33 6 39 98 47 11');
    }
    expect(asked.text).toBe('');
    expect(asked.out).toContain('hit');
    expect((await ask('+33 6 39 98 47 12')).code).toBe(1);

    const ended = await done('keys', 'new-epoch', '--config', config('birch'));
    expect(ended.out).toMatch(/^epoch 1 has ended; the server begins the next one/);
  }, 120_000);
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly text: string;
}

function entente(...args: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [compiled('src/cli.ts'), ...args], (error, out, text) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, text }),
    );
  });
}

async function done(...args: string[]): Promise<Said> {
  const said = await entente(...args);
  expect([args.slice(0, 2), said.code, said.code === 0 ? '' : said.text]).toEqual([args.slice(0, 2), 0, '']);
  return said;
}

function serve(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [compiled('src/cli.ts'), 'serve', '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes('desk on http')) resolve(child);
    });
    child.once('exit', () => reject(new Error(`the server ended: ${text}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
