import * as xlsx from '@e965/xlsx';
import type { CategoryName } from '../noise.ts';
import type { TownRecord } from '../record.ts';
import { shipOf } from '../ships.ts';
import { addressLine } from './spelling.ts';

/** Port Customs Service: the workbook the shifts keep. Dates are day numbers; numbers have lost the zeros in front. */
const CATEGORY: Readonly<Record<CategoryName, string>> = {
  suspect: 'VD',
  convicted: 'VO',
  victim: 'SL',
  witness: 'GE',
  informant: 'IN',
  contact: 'CP',
  other: 'OV',
  uncategorised: 'NB',
};
const PERSON_COLUMNS = [
  'Pnr',
  'Naam',
  'Naam origineel',
  'Alias',
  'Geboren',
  'Geb.plaats',
  'M/V',
  'Nat.',
  'BSN',
  'Telefoon',
  'Telefoon 2',
  'Tel. contact',
  'IMEI',
  'Document',
  'Docnr',
  'Doc land',
  'Geldig tot',
  'Kenteken',
  'Kent. land',
  'Merk',
  'Adres',
  'Postcode',
  'Plaats',
  'Land',
  'Verblijf',
  'Bedrijf',
  'Bedrijf land',
  'Cat',
  'Bron',
  'Verstrekking',
  'Herzien',
  'Opmerking',
] as const;

type Cell = string | number | null | xlsx.CellObject;

/** The day number of a date in the 1900 system. */
export function excelSerial(iso: string): number | null {
  return iso === '' ? null : Date.parse(`${iso}T00:00:00Z`) / 86_400_000 + 25_569;
}

function withoutZeros(digits: string): number | null {
  return digits === '' ? null : Number(digits);
}

/** Dutch numbers were typed as numbers; foreign ones with + or 00 stayed text. */
function phoneCell(number: string | undefined): Cell {
  if (number === undefined) return null;
  if (!number.startsWith('+31')) return Number(number.slice(-1)) < 4 ? `00${number.slice(1)}` : number;
  return Number(number.slice(-1)) < 7 ? Number(number.slice(3)) : `0${number.slice(3, 4)}-${number.slice(4)}`;
}

/** CONTROLES.xlsx: a reading guide, the people, the vehicles, the checks. */
export function controlesWorkbook(records: readonly TownRecord[]): Uint8Array {
  const book = xlsx.utils.book_new();
  const guide = [
    ['CONTROLES HAVENDOUANE'],
    ['Personen: één regel per persoon, sleutel Pnr'],
    ['Voertuigen: één regel per voertuig'],
    ['Controles: één regel per controle of inbeslagname'],
  ];
  xlsx.utils.book_append_sheet(book, sheetOf(guide), 'Leeswijzer');
  xlsx.utils.book_append_sheet(
    book,
    sheetOf([
      ['Personen in controle'],
      ['Stand 14-11-2025'],
      [],
      [...PERSON_COLUMNS],
      ...records.map(personRow),
    ]),
    'Personen',
  );
  xlsx.utils.book_append_sheet(
    book,
    sheetOf([
      ['Voertuigen'],
      ['Kenteken', 'Land', 'Merk', 'Kleur', 'Chassis', 'Pnr'],
      ...vehicleRows(records),
    ]),
    'Voertuigen',
  );
  xlsx.utils.book_append_sheet(
    book,
    sheetOf([
      ['Controles en inbeslagnames'],
      [
        'Controlenr',
        'Datum',
        'Plaats',
        'Soort',
        'Pnr',
        'Kenteken',
        'Kent. land',
        'Telefoon',
        'Schip',
        'IMO',
        'MMSI',
        'Bron',
        'Verstrekking',
      ],
      ...checkRows(records),
    ]),
    'Controles',
  );
  return new Uint8Array(xlsx.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
}

function sheetOf(rows: Cell[][]): xlsx.WorkSheet {
  return xlsx.utils.aoa_to_sheet(rows, { dense: true });
}

function personRow(record: TownRecord): Cell[] {
  if (record.defect === 'blank-row') return [];
  const { address, document, vehicle, organisation } = record;
  const own = record.phones.filter((phone) => !phone.contacted);
  return [
    withoutZeros(record.key),
    record.defect === 'name-missing' ? null : `${record.family.toUpperCase()}, ${record.given}`,
    record.original === '' ? null : record.original,
    record.alias === '' ? null : record.alias,
    birthCell(record),
    record.birthPlace === '' ? null : record.birthPlace,
    record.sex === 'F' ? 'V' : record.sex === '' ? null : 'M',
    record.nationality === '' ? null : record.nationality,
    withoutZeros(record.nationalNumber),
    phoneCell(own[0]?.number),
    phoneCell(own[1]?.number),
    phoneCell(record.phones.find((phone) => phone.contacted)?.number),
    withoutZeros(own.find((phone) => phone.imei !== '')?.imei ?? ''),
    document === null ? null : document.kind === 'passport' ? 'paspoort' : 'ID-kaart',
    document?.number ?? null,
    document?.issuer ?? null,
    excelSerial(document?.validUntil ?? ''),
    vehicle?.plate ?? null,
    vehicle?.country ?? null,
    vehicle?.make ?? null,
    address === null ? null : addressLine(address, 'nl'),
    address?.postcode ?? null,
    address?.city ?? null,
    address?.country ?? null,
    address === null ? null : { resides: 'woont', stays: 'verblijft', rents: 'huurt' }[record.addressLink],
    organisation === null ? null : `${organisation.name} ${organisation.form}`,
    organisation?.country ?? null,
    record.defect === 'unknown-category' ? 'ZZ' : CATEGORY[record.category],
    evaluation(record),
    record.handling,
    excelSerial(record.reviewOn),
    record.note === '' ? null : record.note,
  ];
}

/** uk-3x5x2: the figure for the source, the letter for the information. */
function evaluation(record: TownRecord): string {
  return `${[1, 2, 3, 3][record.evaluation[0]]}${'ABCE'.charAt(record.evaluation[1])}`;
}

function birthCell(record: TownRecord): Cell {
  if (record.defect === 'date-text') return 'onbekend';
  if (record.defect === 'date-serial-huge') return 9_999_999;
  // #N/A, the result of a look-up that found nothing.
  if (record.defect === 'error-cell') return { t: 'e', v: 0x2a };
  return excelSerial(record.birth);
}

function vehicleRows(records: readonly TownRecord[]): Cell[][] {
  return records.flatMap(({ vehicle, key }) =>
    vehicle === null
      ? []
      : [[vehicle.plate, vehicle.country, vehicle.make, vehicle.colour, vehicle.vin, withoutZeros(key)]],
  );
}

function checkRows(records: readonly TownRecord[]): Cell[][] {
  return records.flatMap((record) => {
    const { event, vehicle } = record;
    if (event === null) return [];
    const kind = event.kind === 'seizure' ? 'inbeslagname' : 'controle';
    const phone = record.phones.find((one) => !one.contacted);
    const ship = shipOf(event.number);
    return [
      [
        event.number,
        excelSerial(event.date),
        event.place,
        kind,
        withoutZeros(record.key),
        vehicle?.plate ?? null,
        vehicle?.country ?? null,
        event.kind === 'seizure' ? phoneCell(phone?.number) : null,
        ship?.name ?? null,
        ship === null ? null : `IMO ${ship.imo}`,
        withoutZeros(ship?.mmsi ?? ''),
        evaluation(record),
        record.handling,
      ],
    ];
  });
}
