/** The files of an agency after a run: whole, wanted, and only its own to read. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  openSegment,
  openValueSegment,
  parseSegmentsManifest,
  segmentHash,
} from '../../../src/sealed/index.ts';
import type { Queryable } from '../../../src/store/index.ts';

/** Names of the key files, each with its mode, in a fixed order. */
export function readKeyFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'keys'))
    .map((name) => `${name} ${(statSync(join(folder, 'keys', name)).mode & 0o777).toString(8)}`)
    .toSorted();
}

/** Segment files that are damaged, missing, or there without being named by a manifest. The tags of replaced ones stay a day for audits. */
export async function findSegmentFaults(folder: string, from: Queryable): Promise<readonly string[]> {
  const segments = join(folder, 'data', 'segments');
  const there = listFiles(segments).filter((file) => !file.endsWith('.replaced'));
  const wanted = new Set([...(await ownSegments(from)), ...(await partnerSegments(from))]);
  return [
    ...there.filter((file) => !wanted.has(file)).map((file) => `${file} is named by nothing`),
    ...[...wanted].filter((file) => !there.includes(file)).map((file) => `${file} is missing`),
    ...there
      .filter((file) => wanted.has(file) && !isSound(join(segments, file)))
      .map((file) => `${file} is damaged`),
  ];
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function ownSegments(from: Queryable): Promise<readonly string[]> {
  const { rows } = await from.query<{ partner: string; hash: string }>(
    'SELECT partner, hash FROM exchange.own_segment UNION ALL SELECT partner, hash FROM exchange.own_values',
  );
  return rows.flatMap(({ partner, hash }) => [
    join('own', partner, `${hash}.seg`),
    join('own', partner, `${hash}.tags`),
  ]);
}

async function partnerSegments(from: Queryable): Promise<readonly string[]> {
  const { rows } = await from.query<{ partner: string; bytes: Uint8Array }>(
    `SELECT m.partner, m.bytes FROM exchange.partner_manifest m JOIN exchange.partner_state s
        ON s.partner = m.partner AND s.number = m.number WHERE m.part = 'segments'`,
  );
  return rows.flatMap(({ partner, bytes }) => {
    const { segments, values = [] } = parseSegmentsManifest(new Uint8Array(bytes));
    return [...segments, ...values].map(({ hash }) => join('from', partner, `${hash}.seg`));
  });
}

function isSound(file: string): boolean {
  // Kept tags open under the epoch's key alone; whether they do, every merge tells.
  if (file.endsWith('.tags')) return statSync(file).size > 0;
  const bytes = new Uint8Array(readFileSync(file));
  if (!file.endsWith(`${segmentHash(bytes)}.seg`)) return false;
  if (new TextDecoder().decode(bytes.subarray(0, 6)) === 'ENTVAL') openValueSegment(bytes);
  else openSegment(bytes);
  return true;
}
