import type { CategoryName } from '../noise.ts';
import type { HandlingName, TownRecord } from '../record.ts';
import { RecordWriter } from './ebcdic.ts';
import { PERSREG_LENGTH } from './persreg-layout.ts';
import { compactDate, euEvaluation, fitRepertoire, isLatin1, writePhone } from './spelling.ts';

/** Judicial Police North: what a clerk keyed in (one transaction a record), and the register's unload made of it. */
const CATEGORY: Readonly<Record<CategoryName, string>> = {
  suspect: '01',
  convicted: '02',
  victim: '03',
  witness: '04',
  informant: '05',
  contact: '06',
  other: '09',
  uncategorised: '00',
};
const HANDLING: Readonly<Record<HandlingName, string>> = { H0: '00', H1: '01', H2: '02' };

interface Transaction {
  readonly soort: 'P' | 'B';
  readonly head: {
    dossier: string;
    status: string;
    category: string;
    evaluation: string;
    handling: string;
    review: string;
    entered: string;
  };
  readonly defect: 'SP' | 'GA' | 'LV' | '  ';
  readonly record: TownRecord;
}

function keyed(text: string, width: number): string {
  return fitRepertoire(fitRepertoire(text, isLatin1).toUpperCase(), isLatin1).slice(0, width).trimEnd();
}

/** CYYMMDD: 0 for 19xx, 1 for 20xx. */
function century(iso: string): string {
  return `${iso.startsWith('20') ? 1 : 0}${compactDate(iso).slice(2)}`;
}

function toTransaction(record: TownRecord): Transaction {
  const damage = { 'packed-spaces': 'SP', 'packed-garbage': 'GA', 'name-low-values': 'LV' } as const;
  return {
    soort: record.kind === 'exhibit' ? 'B' : 'P',
    head: {
      dossier: record.key,
      status: record.defect === 'marked-deleted' ? 'D' : 'A',
      category:
        record.defect === 'unknown-category'
          ? 'W7'
          : record.kind === 'exhibit'
            ? 'BW'
            : CATEGORY[record.category],
      evaluation: record.defect === 'bad-evaluation' ? 'Z9' : euEvaluation(record.evaluation),
      handling: HANDLING[record.handling],
      review: compactDate(record.reviewOn),
      entered: century(record.recordedOn),
    },
    defect: damage[record.defect as keyof typeof damage] ?? '  ',
    record,
  };
}

function birthDigits(record: TownRecord): string {
  if (record.defect === 'date-zero') return '00000000';
  if (record.defect === 'date-nines') return '99999999';
  if (record.defect === 'date-impossible') return '19850231';
  return compactDate(record.birth).padStart(8, '0');
}

function nationalNumber(record: TownRecord): string {
  if (record.defect !== 'bad-check-digit') return record.nationalNumber.padStart(11, '0');
  return '70010199700'.slice(0, 9) + '99';
}

function documentOf(record: TownRecord): { sort: string; number: string; issuer: string; until: string } {
  const document = record.document;
  if (document === null) return { sort: ' ', number: '', issuer: '', until: '00000000' };
  const sort = document.kind === 'passport' ? 'P' : document.issuer === 'BEL' ? 'I' : 'K';
  return { sort, number: document.number, issuer: document.issuer, until: compactDate(document.validUntil) };
}

interface KeyedPhone {
  readonly sort: string;
  readonly number: string;
  readonly seen: string;
}

function phonesOf(record: TownRecord): KeyedPhone[] {
  return [0, 1, 2].map((place) => {
    const phone = record.phones[place];
    if (phone === undefined) return { sort: ' ', number: '', seen: '00000000' };
    return {
      sort: phone.contacted ? 'C' : 'G',
      number: writePhone(phone.number, '32', 'slash'),
      seen: compactDate(phone.seenOn).padStart(8, '0'),
    };
  });
}

function placeFields(record: TownRecord): readonly (readonly [string, number])[] {
  const { address, vehicle } = record;
  return [
    [record.phones.find((phone) => phone.imei !== '' && !phone.contacted)?.imei ?? '', 15],
    [keyed(address?.street ?? '', 26), 26],
    [address?.number ?? '', 6],
    [address?.box ?? '', 4],
    [address?.postcode ?? '', 7],
    [keyed(address?.city ?? '', 20), 20],
    [address?.country ?? '', 2],
    [vehicle?.plate ?? '', 10],
    [vehicle?.country ?? '', 2],
  ];
}

function exhibitFields(record: TownRecord): {
  texts: readonly (readonly [string, number])[];
  number: string;
  sort: string;
  date: string;
} {
  const phone = record.phones[0];
  return {
    number: record.exhibit?.number ?? '',
    sort: record.exhibit?.kind ?? '',
    date: compactDate(record.exhibit?.seizedOn ?? ''),
    texts: [
      [phone?.iccid ?? '', 20],
      [phone?.imsi ?? '', 15],
      [phone?.imei ?? '', 15],
      [phone?.number ?? '', 16],
      [keyed(record.exhibit?.note ?? '', 60), 60],
    ],
  };
}

/** The unload PERSREG.EBC: one record of 360 bytes each, no separators. */
export function persregUnload(records: readonly TownRecord[]): Uint8Array {
  const file = new Uint8Array(records.length * PERSREG_LENGTH);
  records.forEach((record, place) => file.set(unloadRecord(toTransaction(record)), place * PERSREG_LENGTH));
  return file;
}

function unloadRecord(transaction: Transaction): Uint8Array {
  const { head, record } = transaction;
  const writer = new RecordWriter(PERSREG_LENGTH)
    .text(transaction.soort, 1)
    .digits(head.dossier, 9)
    .text(head.status, 1)
    .text(head.category, 2)
    .text(head.evaluation, 2)
    .text(head.handling, 2)
    .digits(head.review, 8)
    .packed(Number(head.entered), 7);
  if (transaction.soort === 'B') {
    const exhibit = exhibitFields(record);
    writer.text(exhibit.number, 14).text(exhibit.sort, 3).packed(Number(exhibit.date), 8);
    for (const [text, width] of exhibit.texts) writer.text(text, width);
    return writer.bytes;
  }
  if (transaction.defect === 'LV') writer.raw(new Uint8Array(48));
  else writer.text(keyed(record.family, 28), 28).text(keyed(record.given, 20), 20);
  writer.text(keyed(record.alias, 20), 20);
  if (transaction.defect === 'SP') writer.raw(new Uint8Array(5).fill(0x40));
  else if (transaction.defect === 'GA') writer.raw(new Uint8Array([0xc1, 0xc2, 0xc3, 0xc4, 0xc5]));
  else writer.packed(Number(birthDigits(record)), 8);
  const document = documentOf(record);
  writer
    .text(keyed(record.birthPlace, 20), 20)
    .text(record.sex === 'F' ? 'V' : record.sex, 1)
    .text(record.nationality, 3)
    .digits(nationalNumber(record), 11)
    .binary(record.heightCm)
    .zoned(record.balanceCents, 9)
    .text(document.sort, 1);
  const documentAt = writer.position;
  if (document.sort === 'I')
    writer
      .digits(document.number, 12)
      .text(document.issuer, 3)
      .packed(Number(`1${document.until.slice(2)}`), 7);
  else if (document.sort !== ' ')
    writer.text(document.number, 9).text(document.issuer, 3).digits(document.until, 8);
  writer.skipTo(documentAt + 24).digits(String(Math.min(3, record.phones.length)), 1);
  for (const phone of phonesOf(record))
    writer.text(phone.sort, 1).text(phone.number, 16).digits(phone.seen, 8);
  for (const [text, width] of placeFields(record)) writer.text(text, width);
  return writer.bytes;
}

/** The clerks' transactions, ISO 8859-1, one line each: what demo/cobol/PERSREG.cbl stores as the register. */
export function persregTransactions(records: readonly TownRecord[]): Uint8Array {
  return new Uint8Array(
    Buffer.from(records.map((record) => `${transactionLine(toTransaction(record))}\n`).join(''), 'latin1'),
  );
}

function transactionLine(transaction: Transaction): string {
  const { head, record } = transaction;
  const start =
    transaction.soort +
    head.dossier +
    head.status +
    head.category +
    head.evaluation +
    head.handling +
    head.review +
    head.entered +
    transaction.defect;
  if (transaction.soort === 'B') {
    const exhibit = exhibitFields(record);
    const texts = exhibit.texts.map(([text, width]) => text.padEnd(width)).join('');
    return (start + exhibit.number.padEnd(14) + exhibit.sort.padEnd(3) + exhibit.date + texts).trimEnd();
  }
  const document = documentOf(record);
  const balance = `${record.balanceCents < 0 ? '-' : '+'}${String(Math.abs(record.balanceCents)).padStart(9, '0')}`;
  return [
    start,
    keyed(record.family, 28).padEnd(28),
    keyed(record.given, 20).padEnd(20),
    keyed(record.alias, 20).padEnd(20),
    birthDigits(record),
    keyed(record.birthPlace, 20).padEnd(20),
    (record.sex === 'F' ? 'V' : record.sex).padEnd(1),
    record.nationality.padEnd(3),
    nationalNumber(record),
    String(record.heightCm).padStart(4, '0'),
    balance,
    document.sort,
    document.number.padEnd(12),
    document.issuer.padEnd(3),
    document.until,
    String(Math.min(3, record.phones.length)),
    ...phonesOf(record).map((phone) => phone.sort + phone.number.padEnd(16) + phone.seen),
    ...placeFields(record).map(([text, width]) => text.padEnd(width)),
  ]
    .join('')
    .trimEnd();
}
