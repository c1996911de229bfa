import { DemoError } from '../errors.ts';

/** One column of a dBASE file: C text, N number, D date, L logical, M memo. */
export interface DbfField {
  readonly name: string;
  readonly type: 'C' | 'N' | 'D' | 'L' | 'M';
  readonly size: number;
  readonly decimals?: number;
}
export interface DbfRow {
  readonly deleted: boolean;
  /** One text a field, in order; a memo's text whole. Dates as YYYYMMDD. */
  readonly values: readonly string[];
}
export interface DbfFiles {
  readonly table: Uint8Array;
  readonly memo: Uint8Array;
}

const MEMO_BLOCK = 64;

/** A FoxPro 2 table with its memo file. `codePage` is the language byte of the header: 2 is code page 850. */
export function writeDbf(
  fields: readonly DbfField[],
  rows: readonly DbfRow[],
  o: {
    readonly encode: (text: string) => Uint8Array;
    readonly codePage: number;
    readonly updated: readonly [number, number, number];
  },
): DbfFiles {
  const recordLength = 1 + fields.reduce((sum, field) => sum + field.size, 0);
  const headerLength = 32 + 32 * fields.length + 1;
  const table = Buffer.alloc(headerLength + recordLength * rows.length + 1, 0x20);
  writeHeader(table, fields, rows.length, headerLength, recordLength, o);
  const memos: Buffer[] = [];
  let nextBlock = 512 / MEMO_BLOCK;
  rows.forEach((row, place) => {
    let at = headerLength + place * recordLength;
    table[at] = row.deleted ? 0x2a : 0x20;
    at += 1;
    fields.forEach((field, column) => {
      let text = row.values[column] ?? '';
      if (field.type === 'M' && text !== '') {
        const block = memoBlock(o.encode(text));
        memos.push(block);
        text = String(nextBlock);
        nextBlock += block.length / MEMO_BLOCK;
      }
      putValue(table, at, field, o.encode(text));
      at += field.size;
    });
  });
  table[table.length - 1] = 0x1a;
  const memoHeader = Buffer.alloc(512);
  memoHeader.writeUInt32BE(nextBlock, 0);
  memoHeader.writeUInt16BE(MEMO_BLOCK, 6);
  return { table: new Uint8Array(table), memo: new Uint8Array(Buffer.concat([memoHeader, ...memos])) };
}

function writeHeader(
  table: Buffer,
  fields: readonly DbfField[],
  rows: number,
  headerLength: number,
  recordLength: number,
  o: { readonly codePage: number; readonly updated: readonly [number, number, number] },
): void {
  table.fill(0, 0, headerLength);
  table[0] = 0xf5;
  table[1] = o.updated[0] - 1900;
  table[2] = o.updated[1];
  table[3] = o.updated[2];
  table.writeUInt32LE(rows, 4);
  table.writeUInt16LE(headerLength, 8);
  table.writeUInt16LE(recordLength, 10);
  table[29] = o.codePage;
  let offset = 1;
  fields.forEach((field, place) => {
    const at = 32 + place * 32;
    table.write(field.name, at, 10, 'latin1');
    table[at + 11] = field.type.charCodeAt(0);
    table.writeUInt32LE(offset, at + 12);
    table[at + 16] = field.size;
    table[at + 17] = field.decimals ?? 0;
    offset += field.size;
  });
  table[headerLength - 1] = 0x0d;
}

/** Text stands left, numbers and memo pointers right. */
function putValue(table: Buffer, at: number, field: DbfField, bytes: Uint8Array): void {
  if (bytes.length > field.size)
    throw new DemoError(
      'field-too-wide',
      `field ${field.name} of ${field.size} bytes was given ${bytes.length}`,
    );
  const left = field.type === 'N' || field.type === 'M' ? field.size - bytes.length : 0;
  table.set(bytes, at + left);
}

/** Type 1 (text), length, the text, filled up to whole blocks. */
function memoBlock(text: Uint8Array): Buffer {
  const block = Buffer.alloc(Math.ceil((text.length + 8) / MEMO_BLOCK) * MEMO_BLOCK);
  block.writeUInt32BE(1, 0);
  block.writeUInt32BE(text.length, 4);
  block.set(text, 8);
  return block;
}
