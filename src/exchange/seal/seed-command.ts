import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { concatBytes, equalBytes, toHex } from '../../base/index.ts';
import { openAtRest, sealAtRest } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';
import type { SeedWrapper } from './seed-wrapper.ts';

const KEY_BYTES = 32;
/** More than any token needs to wrap 32 bytes. */
const WRAPPED_BYTES_MAX = 8_192;
const TIMEOUT_MS = 20_000;

/**
 * The wrapper behind a program that the operator names, usually one that talks to a token (docs/guides/operator.md). It is started
 * with `wrap` or `unwrap` as its last argument, gets the bytes on its standard input, and gives the others on its standard output.
 *
 * What the program wraps is a fresh key for each seed, never a seed: the seed lies sealed under that key, bound to agency and epoch
 * (AES-256-GCM). A key that the program has given back is kept in memory, so that a token is asked once in the life of this process.
 * Throws `seed-key-invalid` when the program does not give back what it wrapped, or gives it away unwrapped.
 */
export function openCommandWrapper(command: readonly string[]): SeedWrapper {
  const opened = new Map<string, Uint8Array>();
  const unwrapKey = (wrapped: Uint8Array): Uint8Array => {
    const name = toHex(wrapped);
    const known = opened.get(name) ?? run(command, 'unwrap', wrapped);
    if (known.length !== KEY_BYTES)
      throw new ExchangeError('seed-key-failed', 'the program that wraps seeds gave back no key');
    opened.set(name, known);
    return known;
  };
  checkRoundTrip(command);
  return {
    wrap(about, seed) {
      const key = randomBytes(KEY_BYTES);
      const wrapped = run(command, 'wrap', key);
      const length = Uint8Array.of(wrapped.length >> 8, wrapped.length & 0xff);
      return concatBytes(length, wrapped, sealAtRest(key, about, seed));
    },
    unwrap(about, wrapped) {
      const end = 2 + (((wrapped[0] ?? 0) << 8) | (wrapped[1] ?? 0));
      return openAtRest(unwrapKey(wrapped.subarray(2, end)), about, wrapped.subarray(end));
    },
  };
}

/** Before anything depends on it: a program that copies, or that cannot read its own words, is found out now. */
function checkRoundTrip(command: readonly string[]): void {
  const key = randomBytes(KEY_BYTES);
  const wrapped = run(command, 'wrap', key);
  if (toHex(wrapped).includes(toHex(key)))
    throw new ExchangeError('seed-key-invalid', 'the program that wraps seeds gives the key away as it is');
  if (!equalBytes(run(command, 'unwrap', wrapped), key))
    throw new ExchangeError(
      'seed-key-invalid',
      'the program that wraps seeds does not give back what it wrapped',
    );
}

/** One run of the program. Its words on standard error are not read: they may hold what must not be logged. */
function run(
  [program = '', ...args]: readonly string[],
  what: 'wrap' | 'unwrap',
  input: Uint8Array,
): Uint8Array {
  const { status, stdout, error } = spawnSync(program, [...args, what], {
    input,
    env: environment(),
    maxBuffer: WRAPPED_BYTES_MAX,
    timeout: TIMEOUT_MS,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (error !== undefined || status !== 0 || stdout.length === 0)
    throw new ExchangeError(
      'seed-key-failed',
      `the program that wraps seeds did not ${what}: ${error === undefined ? `exit code ${status ?? 'none'}` : codeOf(error)}`,
    );
  return Uint8Array.from(stdout);
}

/** What the program may need to find its token; never the server's own secrets. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('ENTENTE_')),
  );
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : 'failed';
}
