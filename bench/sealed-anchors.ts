/** What the sealed index is measured beside, in the same run: psi.js (the same task, whole), and X25519 of OpenSSL (a physical mark). */
import { execFile } from 'node:child_process';
import { diffieHellman, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** In the sources, not beside the compiled files: it has a package.json of its own. */
const ANCHORS = fileURLToPath(new URL('../../bench/anchors', import.meta.url));

export interface PsiJs {
  /** Elements a processor second that its set-up takes, on its one thread. */
  readonly keysPerSecond: number;
  /** Processor time of a question, both sides. */
  readonly querySeconds: number;
  readonly bytesPerKey: number;
}

/** Null where it is not installed and cannot be: the reason is printed. */
export async function measurePsiJs(held: number, asked: number): Promise<PsiJs | null> {
  try {
    if (!existsSync(join(ANCHORS, 'node_modules'))) {
      process.stderr.write('installing psi.js for the comparison, with scripts off\n');
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: ANCHORS });
    }
    const { stdout } = await run(process.execPath, [join(ANCHORS, 'psi.mjs'), String(held), String(asked)]);
    return JSON.parse(stdout) as PsiJs;
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    process.stderr.write(`psi.js was not measured: ${why}\n`);
    return null;
  }
}

/** Scalar multiplications of X25519 a processor second: what a core can do on one point, in assembler. */
export function measureX25519(count: number): number {
  const own = generateKeyPairSync('x25519');
  const other = generateKeyPairSync('x25519');
  const began = process.cpuUsage();
  for (let at = 0; at < count; at += 1)
    diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey });
  const { user, system } = process.cpuUsage(began);
  return count / ((user + system) / 1e6);
}
