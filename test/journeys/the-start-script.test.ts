/** npm start on a machine that will not do: one clear sentence each, before anything is installed, built or written. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listFiles } from '../house/sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'entente-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [...nodeArgs, 'scripts/start.mjs', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}

describe('npm start', () => {
  it('says which Node is needed', async () => {
    const older = join(folder, 'older.cjs');
    writeFileSync(older, `Object.defineProperty(process.versions, 'node', { value: '18.20.8' });`);
    expect(await start([], ['--require', older])).toEqual({
      code: 1,
      text: 'entente: Node 20.19 or newer is needed, and this is 18.20.8.\n',
    });
  });

  it('is itself read by an older Node: it names no function that Node 16 does not export', () => {
    const newer = /\b(statfsSync|statfs|availableParallelism|parseEnv|styleText|globSync|cpSync|isBuiltin)\b/;
    const naming = [...listFiles('scripts'), ...listFiles('bin')]
      .filter((file) => file.endsWith('.mjs'))
      .filter((file) =>
        [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from 'node:/g)].some(([, names]) =>
          newer.test(names ?? ''),
        ),
      );
    expect(naming).toEqual([]);
  });

  it('says which of its ports is in use, and how to move all of them', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, text } = await start(['--port-base', String(port - 1)]);
    taken.close();
    expect(text).toBe(
      `entente: port ${port} is in use: stop what listens there, or move all ports with: npm start -- --port-base ${port - 1 + 1000}\n`,
    );
    expect(code).toBe(1);
  });

  it('says what a port base is', async () => {
    expect(await start(['--port-base', 'many'])).toEqual({
      code: 1,
      text: 'entente: --port-base takes a number from 1024 to 65500, not "many".\n',
    });
  });
});
