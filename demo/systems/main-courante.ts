import iconv from 'iconv-lite';
import { dropAccents } from '../clerk.ts';
import type { CategoryName } from '../noise.ts';
import type { HandlingName, TownRecord } from '../record.ts';
import { shipOf } from '../ships.ts';
import { addressLine, euEvaluation, fitRepertoire, writePhone } from './spelling.ts';

/** Coastal Region Police: the weekly export of the log book, semicolons, windows-1252, a banner and a trailer. */
const CATEGORY: Readonly<Record<CategoryName, string>> = {
  suspect: 'MIS EN CAUSE',
  convicted: 'CONDAMNÉ',
  victim: 'VICTIME',
  witness: 'TÉMOIN',
  informant: 'SOURCE',
  contact: 'CONTACT',
  other: 'AUTRE',
  uncategorised: 'A QUALIFIER',
};
const HANDLING: Readonly<Record<HandlingName, string>> = {
  H0: 'LIBRE',
  H1: 'HORS PROCEDURE',
  H2: 'ACCORD PREALABLE',
};
const EVENT_KINDS = {
  incident: 'INCIDENT',
  offence: 'INFRACTION',
  'border-check': 'CONTROLE',
  seizure: 'SAISIE',
} as const;
export const MAIN_COURANTE_COLUMNS = [
  'N_MC',
  'SAISI_LE',
  'N_EVT',
  'NATURE',
  'DATE_EVT',
  'LIEU',
  'QUALITE',
  'NOM',
  'PRENOM',
  'ALIAS',
  'NE_LE',
  'NE_A',
  'SEXE',
  'NATIONALITE',
  'TELEPHONE',
  'TEL_VU_LE',
  'TEL_2',
  'TEL_CONTACT',
  'IMEI',
  'IMMAT',
  'PAYS_IMMAT',
  'MARQUE',
  'DIFF_VEH',
  'NAVIRE',
  'N_IMO',
  'N_MMSI',
  'ADRESSE',
  'CP',
  'VILLE',
  'PAYS',
  'LIEN_ADR',
  'PIECE',
  'N_PIECE',
  'PAYS_PIECE',
  'SOCIETE',
  'PAYS_SOC',
  'MONTANT',
  'COTATION',
  'DIFFUSION',
  'A_REVOIR_LE',
  'OBSERVATIONS',
] as const;

const HIGH = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
function in1252(character: string): boolean {
  const code = character.charCodeAt(0);
  return (
    character.length === 1 &&
    ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0x100) || HIGH.has(character))
  );
}

/** MAINCOUR.CSV */
export function mainCouranteFile(records: readonly TownRecord[]): Uint8Array {
  const lines = [
    'POLICE DE LA RÉGION CÔTIÈRE;MAIN COURANTE',
    'Export hebdomadaire du 14/11/2025 06:00;diffusion restreinte au service',
    '',
    MAIN_COURANTE_COLUMNS.join(';'),
    ...records.map(lineOf),
    `*** FIN DE L'EXPORT - ${records.length} LIGNES ***`,
  ];
  return new Uint8Array(iconv.encode(lines.map((line) => `${line}\r\n`).join(''), 'windows-1252'));
}

function lineOf(record: TownRecord): string {
  const cells = cellsOf(record).map((cell) => fitRepertoire(cell, in1252));
  if (record.defect === 'ragged-line') return cells.slice(0, 11).map(quoteWhereNeeded).join(';');
  if (record.defect === 'broken-quote')
    return cells
      .map((cell, column) => (column === 7 ? `"${cell}"${cell.charAt(0)}` : quoteWhereNeeded(cell)))
      .join(';');
  return cells.map(quoteWhereNeeded).join(';');
}

function quoteWhereNeeded(cell: string): string {
  return /[;"\r\n]/.test(cell) || (cell.length > 0 && cell.includes(','))
    ? `"${cell.replace(/"/g, '""')}"`
    : cell;
}

function french(iso: string): string {
  return iso === '' ? '' : `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

function cellsOf(record: TownRecord): string[] {
  const { address, document, vehicle, organisation, event } = record;
  const own = record.phones.filter((phone) => !phone.contacted);
  const ship = event === null ? null : shipOf(event.number);
  return [
    record.key,
    french(record.recordedOn),
    event?.number ?? '',
    event === null ? '' : EVENT_KINDS[event.kind],
    french(event?.date ?? ''),
    event?.place ?? '',
    record.defect === 'unknown-category' ? 'W7' : CATEGORY[record.category],
    // Capitals lose their accents in this office more often than not.
    record.key.endsWith('7') ? record.family.toUpperCase() : dropAccents(record.family).toUpperCase(),
    record.given,
    record.alias,
    record.defect === 'date-impossible' ? '31/02/1984' : french(record.birth),
    record.birthPlace,
    record.sex === 'F' ? 'F' : record.sex === 'M' ? 'H' : '',
    record.nationality,
    writePhone(own[0]?.number ?? '', '33', 'dots'),
    french(own[0]?.seenOn ?? ''),
    writePhone(own[1]?.number ?? '', '33', 'dots'),
    writePhone(record.phones.find((phone) => phone.contacted)?.number ?? '', '33', 'dots'),
    own.find((phone) => phone.imei !== '')?.imei ?? '',
    vehicle?.plate ?? '',
    vehicle?.country ?? '',
    vehicle?.make ?? '',
    HANDLING[record.vehicleHandling],
    ship?.name ?? '',
    ship?.imo ?? '',
    ship?.mmsi ?? '',
    address === null ? '' : addressLine(address, 'fr'),
    address?.postcode ?? '',
    address?.city ?? '',
    address?.country ?? '',
    address === null ? '' : { resides: 'DOMICILE', stays: 'PASSAGE', rents: 'LOCATAIRE' }[record.addressLink],
    document === null ? '' : document.kind === 'passport' ? 'PASSEPORT' : 'CNI',
    document?.number ?? '',
    document?.issuer ?? '',
    organisation === null ? '' : `${organisation.name} ${organisation.form}`,
    organisation?.country ?? '',
    record.balanceCents === 0 ? '' : (record.balanceCents / 100).toFixed(2).replace('.', ','),
    record.defect === 'bad-evaluation' ? 'Z9' : euEvaluation(record.evaluation),
    HANDLING[record.handling],
    french(record.reviewOn),
    record.note,
  ];
}
