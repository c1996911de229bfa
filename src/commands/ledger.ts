import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../base/index.ts';
import { readConfig } from '../config.ts';
import {
  exportLedger,
  formatVerifierKey,
  latestCheckpoint,
  loadLedgerSigner,
  reportVerification,
  signerKey,
  startSequencer,
} from '../ledger/index.ts';
import { openDatabase } from '../store/index.ts';
import { LEDGER_KEY_FILE } from '../wire/index.ts';
import { openOwnDatabase } from './serve.ts';

/** `entente ledger verify`: needs nothing but the file and the key. 0 whole, 1 not whole. */
export async function verifyLedger(
  file: string,
  options: { readonly key: string; readonly known?: string; readonly json: boolean },
): Promise<number> {
  const report = await reportVerification({
    file,
    key: options.key,
    ...(options.known === undefined ? {} : { known: options.known }),
  });
  process.stdout.write(options.json ? report.json : report.text);
  return report.exitCode;
}

/** `entente ledger export`: everything up to a fresh checkpoint, as lines that anybody can verify. */
export async function writeLedger(options: {
  readonly config: string;
  readonly out?: string;
}): Promise<number> {
  const config = readConfig(options.config);
  const opened = await openOwnDatabase(config);
  const database = openDatabase({ url: opened.url, connectionsMax: 3 });
  try {
    const sequencer = startSequencer({ database, clock: systemClock, signer: signerOf(options.config) });
    await sequencer.flush();
    await sequencer.stop();
    const out = options.out === undefined ? process.stdout : createWriteStream(options.out, { mode: 0o600 });
    const written = await exportLedger(database, async (chunk) => {
      await new Promise<void>((resolve, reject) =>
        out.write(chunk, (error) => (error === null || error === undefined ? resolve() : reject(error))),
      );
    });
    if (out !== process.stdout) await new Promise<void>((resolve) => out.end(() => resolve()));
    process.stderr.write(`${written.entries} entries, ${written.checkpoints} checkpoints\n`);
    return 0;
  } finally {
    await database.close();
    await opened.server?.stop();
  }
}

/** `entente ledger key`: the public half, for whoever wants to verify. */
export function printLedgerKey(options: { readonly config: string }): number {
  process.stdout.write(`${formatVerifierKey(signerKey(signerOf(options.config)))}\n`);
  return 0;
}

/** `entente ledger checkpoint`: the newest signed note, to be kept elsewhere. */
export async function printCheckpoint(options: { readonly config: string }): Promise<number> {
  const opened = await openOwnDatabase(readConfig(options.config));
  const database = openDatabase({ url: opened.url, connectionsMax: 1 });
  try {
    const note = await latestCheckpoint(database);
    process.stdout.write(note ?? '');
    if (note === null) process.stderr.write('there is no checkpoint yet\n');
    return note === null ? 1 : 0;
  } finally {
    await database.close();
    await opened.server?.stop();
  }
}

function signerOf(configFile: string) {
  const config = readConfig(configFile);
  return loadLedgerSigner(join(config.keys, LEDGER_KEY_FILE), `entente/${config.agency.id}`);
}
