import { inflateRawSync } from 'node:zlib';
import { IntakeError } from './errors.ts';

const ENTRIES_MAX = 5_000;

/**
 * Refuses what could blow up while it is unpacked. The sizes in a zip's directory are the file's own word, so every part is unpacked
 * once with a hard stop before the workbook reader sees it.
 */
export function checkWorkbookBytes(bytes: Uint8Array, unpackedMax: number): void {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (head.startsWith('504b0304'))
    return checkZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), unpackedMax);
  // Compound file (Excel 97 to 2003, and Excel 5/95).
  if (head.startsWith('d0cf11e0a1b11ae1')) return;
  throw new IntakeError('file-malformed', 'the file is neither an xlsx nor an xls workbook');
}

// PKWARE APPNOTE 6.3.10: §4.3.16 end of central directory, §4.3.12 central directory header, §4.3.7 local header.
function checkZip(zip: Buffer, unpackedMax: number): void {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > zip.length) malformed('the zip has no directory: the file is cut off');
  const entries = zip.readUInt16LE(end + 10);
  if (entries > ENTRIES_MAX) malformed(`the zip has more than ${ENTRIES_MAX} parts`);
  let at = zip.readUInt32LE(end + 16);
  let left = unpackedMax;
  const seen = new Set<string>();
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50)
      malformed('the directory of the zip is damaged');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const unpacked = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('latin1', at + 46, at + 46 + nameLength);
    if (seen.has(name)) malformed('the zip holds a part twice');
    seen.add(name);
    const local = zip.readUInt32LE(at + 42);
    if (unpacked > left) tooLarge(unpackedMax);
    left -= unpackPart(zip, local, method, packed, left, unpackedMax);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function unpackPart(
  zip: Buffer,
  local: number,
  method: number,
  packed: number,
  left: number,
  unpackedMax: number,
): number {
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== 0x04034b50)
    malformed('a part of the zip is damaged');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) malformed('a part of the zip is cut off');
  if (method === 0) return packed > left ? tooLarge(unpackedMax) : packed;
  if (method !== 8) malformed('a part of the zip is packed in a way that is not read');
  try {
    return inflateRawSync(zip.subarray(start, start + packed), { maxOutputLength: Math.max(1, left) }).length;
  } catch (cause) {
    if (cause instanceof RangeError) return tooLarge(unpackedMax);
    return malformed('a part of the zip cannot be unpacked', cause);
  }
}

function tooLarge(unpackedMax: number): never {
  throw new IntakeError(
    'file-too-large',
    `unpacked, the workbook is larger than the ${unpackedMax} bytes allowed`,
  );
}

function malformed(sentence: string, cause?: unknown): never {
  throw new IntakeError('file-malformed', sentence, { cause });
}
