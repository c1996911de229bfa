import type { ByteSource } from './byte-source.ts';
import type { BadCell } from './cobol-values.ts';

/** Reads the long texts of a DBF out of its memo file, one block chain at a time. */
export interface MemoFile {
  read(block: number): Promise<Uint8Array | BadCell>;
}

const MEMO_LENGTH_MAX = 65_536;

/** dBASE III (.dbt: text up to 0x1A), dBASE IV (.dbt: length in the block) and FoxPro (.fpt: length in the block, big endian). */
export async function openMemo(source: ByteSource, version: number): Promise<MemoFile> {
  const size = await source.size();
  const head = await source.read(0, 512);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const foxpro =
    /\.fpt$/i.test(source.name) ||
    version === 0x30 ||
    version === 0x31 ||
    version === 0x32 ||
    version === 0xf5;
  const four = !foxpro && version !== 0x83 && version !== 0x03;
  const blockSize = foxpro
    ? (head.length >= 8 ? view.getUint16(6, false) : 0) || 512
    : four && head.length >= 22
      ? view.getUint16(20, true) || 512
      : 512;
  const lost = (why: string): BadCell => ({ written: '', bad: why });
  return {
    async read(block) {
      const at = block * blockSize;
      if (at >= size || block < 1) return lost('points outside of the memo file');
      if (!foxpro && !four) return readUntilMark(source, at);
      const prefix = await source.read(at, 8);
      if (prefix.length < 8) return lost('points outside of the memo file');
      const words = new DataView(prefix.buffer, prefix.byteOffset, 8);
      if (!foxpro && words.getUint32(0, false) !== 0xffff0800) return readUntilMark(source, at);
      const length = foxpro ? words.getUint32(4, false) : words.getUint32(4, true) - 8;
      if (length < 0 || length > MEMO_LENGTH_MAX)
        return lost(`is a memo longer than ${MEMO_LENGTH_MAX} bytes`);
      const bytes = await source.read(at + 8, length);
      return bytes.length === length ? bytes : lost('is a memo that its file cuts off');
    },
  };
}

async function readUntilMark(source: ByteSource, at: number): Promise<Uint8Array | BadCell> {
  const bytes = await source.read(at, MEMO_LENGTH_MAX + 1);
  const end = bytes.indexOf(0x1a);
  if (end < 0 && bytes.length > MEMO_LENGTH_MAX)
    return { written: '', bad: `is a memo longer than ${MEMO_LENGTH_MAX} bytes` };
  return end < 0 ? bytes : bytes.subarray(0, end);
}
