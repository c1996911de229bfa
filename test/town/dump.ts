/** Everything an agency holds, as text to be searched: each table, its ledger export, its logs, the files of its folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exportLedger } from '../../src/ledger/index.ts';
import type { Queryable } from '../../src/store/index.ts';
import type { TownMember } from './town.ts';

export async function dumpTables(from: Queryable): Promise<string> {
  const { rows: tables } = await from.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await from.query(`SELECT * FROM ${name}`);
    for (const row of rows) {
      lines.push(`${name} ${JSON.stringify(row)}`);
      // Bytes are searched as what they are and as what they may say.
      for (const value of Object.values(row).filter((one) => one instanceof Uint8Array)) {
        lines.push(Buffer.from(value).toString('hex'), Buffer.from(value).toString('latin1'));
      }
    }
  }
  return lines.join('\n');
}

export async function dumpMember(member: TownMember): Promise<string> {
  await member.agency.sequencer.flush();
  const parts = [await dumpTables(member.database), member.logs.join('\n')];
  await exportLedger(member.database, (chunk) => void parts.push(chunk));
  for (const file of filesUnder(member.config.data)) parts.push(file, readFileSync(file, 'latin1'));
  return parts.join('\n');
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

/** Which of these words stand in the dump: as they are, in other capitals, in hexadecimal or in base64 at any offset. */
export function findPlanted(dump: string, planted: readonly string[]): readonly string[] {
  const lower = dump.toLowerCase();
  return planted.filter((word) =>
    formsOf(word).some((form) => dump.includes(form) || lower.includes(form.toLowerCase())),
  );
}

function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word, 'utf8');
  // Base64 of the same bytes looks different at each of three offsets; what depends on the neighbours is cut off.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(Math.ceil((offset * 4) / 3), -1);
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [word, bytes.toString('hex'), ...base64, ...url].filter((form) => form.length >= 4);
}
