import { IntakeError } from './errors.ts';

/** A field of a DBF as its descriptor says. */
export interface DbfField {
  /** The name's bytes: which letters they are only the code page says. */
  readonly nameBytes: Uint8Array;
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly decimals: number;
  /** Which bit of the hidden _NullFlags field says that it is null; -1 when it cannot be. */
  readonly nullBit: number;
}

export interface DbfHeader {
  readonly version: number;
  readonly records: number;
  readonly headerLength: number;
  readonly recordLength: number;
  readonly language: number;
  readonly fields: readonly DbfField[];
  readonly nullFlags: { readonly offset: number; readonly length: number } | null;
}

const FIELDS_MAX = 1_000;
/** Table flags and types: dBASE III/IV, FoxPro 2, Visual FoxPro, dBASE 7. dBASE II (0x02) has another shape altogether. */
const KNOWN_VERSIONS = new Set([
  0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0x8e, 0xcb, 0xf5, 0xfb,
]);

/** Reads the header of a DBF; every length in it is the file's own word and is checked. */
export function parseDbfHeader(bytes: Uint8Array, fileSize: number): DbfHeader {
  if (bytes.length < 33) malformed('the file is shorter than the header of a DBF');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(0);
  if (!KNOWN_VERSIONS.has(version))
    malformed('the first byte is not the mark of a DBF of a kind that is read (dBASE III to 7, FoxPro)');
  const records = view.getUint32(4, true);
  const headerLength = view.getUint16(8, true);
  const recordLength = view.getUint16(10, true);
  if (headerLength < 33 || headerLength > bytes.length || headerLength > fileSize)
    malformed('the header says a length that the file does not have');
  if (recordLength < 1) malformed('the header says records without length');
  const fields = isLevel7(bytes)
    ? readFields(bytes, 68, 48, headerLength)
    : readFields(bytes, 32, 32, headerLength);
  const { placed, flags } = placeFields(fields, recordLength);
  return {
    version,
    records,
    headerLength,
    recordLength,
    language: view.getUint8(29),
    fields: placed,
    nullFlags: flags,
  };
}

/** dBASE 7 has 48-byte descriptors after a 68-byte head. */
function isLevel7(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) % 8 === 4;
}

interface RawField {
  readonly nameBytes: Uint8Array;
  readonly type: string;
  readonly length: number;
  readonly decimals: number;
  readonly nullable: boolean;
}

function readFields(bytes: Uint8Array, start: number, size: number, headerLength: number): RawField[] {
  const fields: RawField[] = [];
  for (let at = start; at < headerLength && bytes[at] !== 0x0d; at += size) {
    if (at + size > headerLength) malformed('the list of fields has no end');
    if (fields.length >= FIELDS_MAX) malformed(`there are more than ${FIELDS_MAX} fields`);
    const nameLength = size === 48 ? 32 : 11;
    const name = bytes.subarray(at, at + nameLength);
    const end = name.indexOf(0);
    fields.push({
      nameBytes: end < 0 ? name : name.subarray(0, end),
      type: String.fromCharCode(bytes[at + nameLength] ?? 0),
      length: bytes[at + (size === 48 ? 33 : 16)] ?? 0,
      decimals: bytes[at + (size === 48 ? 34 : 17)] ?? 0,
      nullable: size === 32 && ((bytes[at + 18] ?? 0) & 0x02) !== 0,
    });
  }
  if (fields.length === 0) malformed('the table has no field');
  return fields;
}

function placeFields(fields: readonly RawField[], recordLength: number) {
  const sum = (wide: boolean) => fields.reduce((total, field) => total + lengthOf(field, wide), 1);
  // Clipper and FoxPro keep the high byte of a long text's length where others keep the decimals.
  const wide = sum(false) !== recordLength && sum(true) === recordLength;
  if (sum(wide) > recordLength) malformed('the fields are longer than a record');
  let offset = 1;
  let nullBits = 0;
  let flags: DbfHeader['nullFlags'] = null;
  const placed: DbfField[] = [];
  for (const field of fields) {
    const length = lengthOf(field, wide);
    if (field.type === '0') flags = { offset, length };
    else {
      // A variable text takes a bit of its own before its null bit.
      if (field.type === 'V' || field.type === 'Q') nullBits += 1;
      placed.push({ ...field, offset, length, nullBit: field.nullable ? nullBits : -1 });
      if (field.nullable) nullBits += 1;
    }
    offset += length;
  }
  return { placed, flags };
}

function lengthOf(field: RawField, wide: boolean): number {
  return wide && field.type === 'C' ? field.length + field.decimals * 256 : field.length;
}

function malformed(sentence: string): never {
  throw new IntakeError('file-malformed', sentence);
}

/** The language driver byte (offset 29), as dBASE and FoxPro list it; null when it says nothing or nothing we can read. */
export function readLanguageByte(language: number): string | null {
  const groups: readonly (readonly [string, readonly number[]])[] = [
    ['cp437', [0x01, 0x09, 0x0b, 0x0d, 0x0f, 0x11, 0x15, 0x18, 0x19, 0x1b]],
    ['cp850', [0x02, 0x0a, 0x0e, 0x10, 0x12, 0x14, 0x16, 0x1a, 0x1d, 0x25, 0x37]],
    ['windows-1252', [0x03, 0x57, 0x58, 0x59]],
    ['macintosh', [0x04]],
    ['cp852', [0x1f, 0x22, 0x23, 0x40, 0x64]],
    ['cp860', [0x24]],
    ['cp861', [0x67]],
    ['cp863', [0x1c, 0x6c]],
    ['cp865', [0x08, 0x17, 0x66]],
    ['cp866', [0x26, 0x65]],
    ['cp737', [0x6a]],
    ['cp857', [0x6b]],
    ['windows-874', [0x7c]],
    ['windows-1255', [0x7d]],
    ['windows-1256', [0x7e]],
    ['windows-1250', [0xc8]],
    ['windows-1251', [0xc9]],
    ['windows-1254', [0xca]],
    ['windows-1253', [0xcb]],
    ['windows-1257', [0xcc]],
  ];
  return groups.find(([, bytes]) => bytes.includes(language))?.[0] ?? null;
}
