import iconv from 'iconv-lite';
import { readEbcdicPage } from './code-pages.ts';

/** A way to read text from bytes; what it does not define comes out as U+FFFD. */
export interface Encoding {
  readonly name: string;
  /** Bytes of one code unit: 2 for UTF-16, otherwise 1. */
  readonly unit: 1 | 2;
  readonly bigEndian: boolean;
  readonly ebcdic: boolean;
  decode(bytes: Uint8Array): string;
}

const SINGLE_BYTE = new Set([
  'ascii',
  ...['1250', '1251', '1252', '1253', '1254', '1255', '1256', '1257', '1258', '874'].map(
    (page) => `windows-${page}`,
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ...[437, 720, 737, 775, 808, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869].map(
    (page) => `cp${page}`,
  ),
  'koi8-r',
  'koi8-u',
  'macintosh',
]);

/** The encoding of that name (EBCDIC pages, single-byte pages, UTF-8 and UTF-16); null when it is not one of them. */
export function readEncoding(name: string): Encoding | null {
  const wanted = normalise(name);
  const ebcdic = readEbcdicPage(wanted);
  if (ebcdic !== null) return fromTable(wanted, ebcdic, true);
  if (wanted === 'utf-8') return fromDecoder('utf-8', 1, false);
  if (wanted === 'utf-16le') return fromDecoder('utf-16le', 2, false);
  if (wanted === 'utf-16be') return fromDecoder('utf-16be', 2, true);
  if (!SINGLE_BYTE.has(wanted) || !iconv.encodingExists(wanted)) return null;
  let table = '';
  for (let byte = 0; byte < 256; byte += 1) {
    const decoded = wanted === 'ascii' && byte > 127 ? '\ufffd' : iconv.decode(Buffer.from([byte]), wanted);
    table += decoded.length === 1 ? decoded : '\ufffd';
  }
  return fromTable(wanted, table, false);
}

function normalise(name: string): string {
  const lower = name.trim().toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');
  if (/^utf-?8$/.test(lower)) return 'utf-8';
  if (/^utf-?16-?le$/.test(lower)) return 'utf-16le';
  if (/^utf-?16-?be$/.test(lower)) return 'utf-16be';
  if (lower === 'latin1' || lower === 'latin-1') return 'iso-8859-1';
  if (lower === 'us-ascii') return 'ascii';
  if (/^iso8859-?\d+$/.test(lower)) return lower.replace(/^iso8859-?/, 'iso-8859-');
  const page = /^(?:cp|ibm|win|windows)-?(\d{2,5})$/.exec(lower)?.[1];
  if (page === undefined) return lower;
  return /^(125\d|874)$/.test(page)
    ? `windows-${page}`
    : `cp${page.length < 3 ? page.padStart(3, '0') : page}`;
}

function fromTable(name: string, table: string, ebcdic: boolean): Encoding {
  const codes = Uint16Array.from({ length: 256 }, (_, byte) => table.charCodeAt(byte));
  return {
    name,
    unit: 1,
    bigEndian: false,
    ebcdic,
    decode(bytes) {
      const units = new Uint16Array(bytes.length);
      for (let at = 0; at < bytes.length; at += 1) units[at] = codes[bytes[at] ?? 0] ?? 0xfffd;
      return Buffer.from(units.buffer, 0, units.byteLength).toString('utf16le');
    },
  };
}

function fromDecoder(name: string, unit: 1 | 2, bigEndian: boolean): Encoding {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return { name, unit, bigEndian, ebcdic: false, decode: (bytes) => decoder.decode(bytes) };
}
