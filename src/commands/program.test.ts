import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildProgram } from './program.ts';

afterEach(() => vi.restoreAllMocks());

function leavesOf(command: Command, path: readonly string[] = []): [string, Command][] {
  const own = [...path, command.name()];
  return command.commands.length === 0
    ? [[own.slice(1).join(' '), command]]
    : command.commands.flatMap((one) => leavesOf(one, own));
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) });
  command.outputHelp();
  return text;
}

/** The exit code of the whole command and what it said on standard error. */
async function said(...args: string[]): Promise<{ code: number; text: string; out: string }> {
  let [text, out] = ['', ''];
  const keep = (into: 'text' | 'out') => (part: unknown) => {
    if (into === 'text') text += String(part);
    else out += String(part);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('text'));
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  const ends = new Promise<number>((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      resolve(Number(code));
      throw new Error('the process has ended');
    });
  });
  await buildProgram()
    .parseAsync(args, { from: 'user' })
    .catch(() => {});
  return { code: await ends, text, out };
}

describe('the help', () => {
  it.each(leavesOf(buildProgram()))(
    'of %s gives an example and says what the exit codes mean',
    (name, command) => {
      const help = helpOf(command);
      expect(help).toMatch(/Exit codes: 0 /);
      if (!name.startsWith('match ')) expect(help).toContain(`npx entente ${name} `.trimEnd());
      expect(help).not.toContain('(default: false)');
      expect(help.split('\n').filter((line) => line.length > 140 && !line.startsWith('  {'))).toEqual([]);
    },
  );

  it('lists the codes that a question may carry', () => {
    const ask = leavesOf(buildProgram()).find(([name]) => name === 'ask')?.[1];
    expect(helpOf(ask as Command)).toMatch(/firearms-trafficking/);
  });
});

describe('wrong use', () => {
  it.each([
    [['no-such-command'], "unknown command 'no-such-command'"],
    [['demo', '--people', '5'], 'expected a number from 60 to 200000'],
    [['serve'], "required option '--config <agency.yaml>' not specified"],
    [['intake', 'try', '--mapping', 'demo/mappings/crp.yaml'], 'name the file to be read, or --connection'],
    [['ask', 'x', '--offence', 'shoplifting'], 'Allowed choices are terrorism'],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const { code, text } = await said(...args);
    expect(text).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe('a failure', () => {
  it('ends with 3, a sentence and its code; with --json also as an object', async () => {
    const args = ['intake', 'try', 'nothing.csv', '--mapping', 'nothing.yaml', '--json'];
    const { code, text, out } = await said(...args);
    expect(text).toBe('entente: the mapping file cannot be opened [file-unreadable]\n');
    expect(JSON.parse(out)).toEqual({
      error: { code: 'file-unreadable', message: 'the mapping file cannot be opened' },
    });
    expect(code).toBe(3);
  });

  it('names the address that no desk answers at', async () => {
    const passwordFile = join(mkdtempSync(join(tmpdir(), 'entente-ask-')), 'password.txt');
    writeFileSync(passwordFile, 'a long enough password\n');
    const args = ['--name', 'n', '--password-file', passwordFile, '--case', 'c', '--because', 'b'];
    const { code, text } = await said('ask', 'x', '--desk', 'http://127.0.0.1:9', ...args);
    expect(text).toBe(
      'entente: no desk answers at http://127.0.0.1:9: is the server running? [desk-unreachable]\n',
    );
    expect(code).toBe(3);
  });
});

it('says its version', async () => {
  const { code, out } = await said('--version');
  expect([code, out]).toEqual([0, '0.1.0\n']);
});
