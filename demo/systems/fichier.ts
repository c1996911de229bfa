import iconv from 'iconv-lite';
import type { CategoryName } from '../noise.ts';
import type { TownRecord } from '../record.ts';
import { type DbfField, type DbfFiles, writeDbf } from './dbf.ts';
import { addressLine, compactDate, fitRepertoire, writePhone } from './spelling.ts';

/** Arden Police: the card index, FoxPro, code page 850, names in capitals and cut to their columns. */
const CATEGORY: Readonly<Record<CategoryName, string>> = {
  suspect: 'SU',
  convicted: 'CO',
  victim: 'VI',
  witness: 'TE',
  informant: 'IN',
  contact: 'CT',
  other: 'AU',
  uncategorised: '',
};
const FIELDS: readonly DbfField[] = [
  { name: 'FICHE', type: 'C', size: 9 },
  { name: 'NOM', type: 'C', size: 20 },
  { name: 'PRENOM', type: 'C', size: 14 },
  { name: 'SURNOM', type: 'C', size: 16 },
  { name: 'NE_LE', type: 'D', size: 8 },
  { name: 'NE_A', type: 'C', size: 16 },
  { name: 'SEXE', type: 'C', size: 1 },
  { name: 'NATION', type: 'C', size: 3 },
  { name: 'REGNAT', type: 'C', size: 15 },
  { name: 'CAT', type: 'C', size: 2 },
  { name: 'COTE', type: 'C', size: 2 },
  { name: 'DIFF', type: 'C', size: 1 },
  { name: 'REVISION', type: 'D', size: 8 },
  { name: 'SIGNALE', type: 'D', size: 8 },
  { name: 'ADRESSE', type: 'C', size: 36 },
  { name: 'CP', type: 'C', size: 7 },
  { name: 'COMMUNE', type: 'C', size: 20 },
  { name: 'PAYS', type: 'C', size: 2 },
  { name: 'LIEN_ADR', type: 'C', size: 1 },
  { name: 'TEL1', type: 'C', size: 16 },
  { name: 'TEL2', type: 'C', size: 16 },
  { name: 'TELCONT', type: 'C', size: 16 },
  { name: 'IMEI', type: 'C', size: 15 },
  { name: 'PLAQUE', type: 'C', size: 11 },
  { name: 'PLQPAYS', type: 'C', size: 2 },
  { name: 'PIECE', type: 'C', size: 1 },
  { name: 'PIECENUM', type: 'C', size: 14 },
  { name: 'PIECEPAYS', type: 'C', size: 3 },
  { name: 'SOCIETE', type: 'C', size: 30 },
  { name: 'SOCPAYS', type: 'C', size: 2 },
  { name: 'SOLDE', type: 'N', size: 10, decimals: 2 },
  { name: 'ARME', type: 'L', size: 1 },
  { name: 'NOTE', type: 'M', size: 10 },
];

const holding = new Map<string, boolean>();
function inCp850(character: string): boolean {
  let held = holding.get(character);
  if (held === undefined) {
    held = character >= ' ' && iconv.decode(iconv.encode(character, 'cp850'), 'cp850') === character;
    holding.set(character, held);
  }
  return held;
}

/** FICHIER.DBF and FICHIER.FPT. */
export function fichierFiles(records: readonly TownRecord[]): DbfFiles {
  const rows = records.map((record) => ({
    deleted: record.defect === 'marked-deleted',
    values: cardOf(record),
  }));
  return writeDbf(FIELDS, rows, { encode: encode850, codePage: 2, updated: [2025, 11, 14] });
}

function encode850(text: string): Uint8Array {
  return /^[ -~]*$/.test(text) ? Buffer.from(text, 'latin1') : iconv.encode(text, 'cp850');
}

function typed(text: string, width: number): string {
  return fitRepertoire(fitRepertoire(text, inCp850).toUpperCase(), inCp850).slice(0, width).trimEnd();
}

function cardOf(record: TownRecord): string[] {
  const { address, document, vehicle, organisation } = record;
  const own = record.phones.filter((phone) => !phone.contacted);
  const noName = record.defect === 'name-missing';
  return [
    record.key,
    noName ? '' : typed(record.family, 20),
    noName ? '' : typed(record.given, 14),
    typed(record.alias, 16),
    record.defect === 'date-impossible' ? '19853102' : compactDate(record.birth),
    typed(record.birthPlace, 16),
    record.sex,
    record.nationality,
    nationalNumber(record),
    record.defect === 'unknown-category' ? 'ZZ' : CATEGORY[record.category],
    `${'ABCF'.charAt(record.evaluation[0])}${[1, 2, 3, 6][record.evaluation[1]]}`,
    record.handling.slice(1),
    compactDate(record.reviewOn),
    compactDate(record.wantedSince),
    address === null ? '' : typed(addressLine(address, 'fr-be'), 36),
    address?.postcode ?? '',
    typed(address?.city ?? '', 20),
    address?.country ?? '',
    address === null ? '' : { resides: 'R', stays: 'S', rents: 'L' }[record.addressLink],
    writePhone(own[0]?.number ?? '', '32', 'slash'),
    writePhone(own[1]?.number ?? '', '32', 'slash'),
    writePhone(record.phones.find((phone) => phone.contacted)?.number ?? '', '32', 'slash'),
    own.find((phone) => phone.imei !== '')?.imei ?? '',
    vehicle?.plate ?? '',
    vehicle?.country ?? '',
    document === null ? '' : document.kind === 'passport' ? 'P' : 'C',
    document?.number ?? '',
    document?.issuer ?? '',
    organisation === null ? '' : typed(`${organisation.name} ${organisation.form}`, 30),
    organisation?.country ?? '',
    record.balanceCents === 0 ? '' : (record.balanceCents / 100).toFixed(2),
    record.balanceCents > 200_000 ? 'T' : 'F',
    fitRepertoire(record.note, inCp850),
  ];
}

/** As printed on Belgian cards: 85.07.30-033.28 */
function nationalNumber(record: TownRecord): string {
  const number = record.defect === 'bad-check-digit' ? '70010199799' : record.nationalNumber;
  return number.replace(/^(..)(..)(..)(...)(..)$/, '$1.$2.$3-$4.$5');
}
