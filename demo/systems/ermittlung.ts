import type { CategoryName } from '../noise.ts';
import type { TownRecord } from '../record.ts';
import { euEvaluation } from './spelling.ts';

/** Federal Inquiry Office: the inquiry database. Several joined tables, German names, UTF-8, dates as DATE. */
const CATEGORY: Readonly<Record<CategoryName, string>> = {
  suspect: 'BES',
  convicted: 'VER',
  victim: 'GES',
  witness: 'ZEU',
  informant: 'VP',
  contact: 'KON',
  other: 'SON',
  uncategorised: 'OFF',
};

const SCHEMA = `-- Ermittlungsdatenbank, vollständiger Abzug
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
DROP SCHEMA IF EXISTS ermittlung CASCADE;
CREATE SCHEMA ermittlung;
CREATE TABLE ermittlung.personen (
  person_id integer PRIMARY KEY, nachname text, vorname text, name_original text, aliasname text, geburtsdatum date, geburtsort text,
  geschlecht char(1), staatsangehoerigkeit char(3), groesse_cm smallint, saldo numeric(10,2), kategorie char(3), bewertung text NOT NULL,
  handhabung text NOT NULL, pruefdatum date NOT NULL, erfasst_am date NOT NULL, geloescht boolean NOT NULL, bemerkung text);
CREATE TABLE ermittlung.rufnummern (
  rufnummer_id integer PRIMARY KEY, person_id integer NOT NULL, nummer text NOT NULL, nutzung char(1) NOT NULL,
  gesehen_am date, imei text, iccid text, imsi text);
CREATE TABLE ermittlung.ausweise (
  ausweis_id integer PRIMARY KEY, person_id integer NOT NULL, art text NOT NULL, nummer text NOT NULL, land char(3) NOT NULL, gueltig_bis date);
CREATE TABLE ermittlung.fahrzeuge (
  fahrzeug_id integer PRIMARY KEY, person_id integer NOT NULL, kennzeichen text NOT NULL, land char(2) NOT NULL, marke text, farbe text, fin text);
CREATE TABLE ermittlung.anschriften (
  anschrift_id integer PRIMARY KEY, person_id integer NOT NULL, art text NOT NULL, strasse text NOT NULL, plz text, ort text NOT NULL, land char(2) NOT NULL);
CREATE TABLE ermittlung.firmen (
  firma_id integer PRIMARY KEY, person_id integer NOT NULL, firma text NOT NULL, land char(2) NOT NULL);
CREATE TABLE ermittlung.beziehungen (
  beziehung_id integer PRIMARY KEY, person_id integer NOT NULL, andere_id integer NOT NULL, andere_kategorie char(3) NOT NULL, art text NOT NULL);
`;

const INDEXES = ['rufnummern', 'ausweise', 'fahrzeuge', 'anschriften', 'firmen', 'beziehungen']
  .map((table) => `CREATE INDEX ${table}_person ON ermittlung.${table} (person_id);\n`)
  .join('');

type Cell = string | number | boolean | null;

function literal(cell: Cell): string {
  if (cell === null || cell === '') return 'NULL';
  if (typeof cell === 'string') return `'${cell.replace(/'/g, "''")}'`;
  return String(cell);
}

class TableDump {
  readonly #name: string;
  readonly #rows: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(cells: readonly Cell[]): void {
    this.#rows.push(`(${cells.map(literal).join(',')})`);
  }

  /** The row's own number. */
  get nextId(): number {
    return this.#rows.length + 1;
  }

  toSql(): string {
    let sql = '';
    for (let at = 0; at < this.#rows.length; at += 1000) {
      sql += `INSERT INTO ermittlung.${this.#name} VALUES\n${this.#rows.slice(at, at + 1000).join(',\n')};\n`;
    }
    return sql;
  }
}

/** The script ermittlung.sql, which fills an empty database; grants are the reader's door's business (load-ermittlung.ts). */
export function ermittlungScript(records: readonly TownRecord[]): string {
  const tables = {
    personen: new TableDump('personen'),
    rufnummern: new TableDump('rufnummern'),
    ausweise: new TableDump('ausweise'),
    fahrzeuge: new TableDump('fahrzeuge'),
    anschriften: new TableDump('anschriften'),
    firmen: new TableDump('firmen'),
    beziehungen: new TableDump('beziehungen'),
  };
  for (const record of records) addRecord(tables, record);
  return `${SCHEMA}BEGIN;\n${Object.values(tables)
    .map((table) => table.toSql())
    .join('')}${INDEXES}COMMIT;\nANALYZE;\n`;
}

type Tables = Readonly<
  Record<
    'personen' | 'rufnummern' | 'ausweise' | 'fahrzeuge' | 'anschriften' | 'firmen' | 'beziehungen',
    TableDump
  >
>;

function addRecord(tables: Tables, record: TownRecord): void {
  const id = Number(record.key);
  const noName = record.defect === 'name-missing';
  tables.personen.add([
    id,
    noName ? null : record.family,
    noName ? null : record.given,
    noName ? null : record.original,
    record.alias,
    record.defect === 'date-nines' ? '9999-12-31' : record.birth,
    record.birthPlace,
    record.sex === 'F' ? 'W' : record.sex,
    record.nationality,
    record.heightCm,
    (record.balanceCents / 100).toFixed(2),
    record.defect === 'unknown-category' ? 'W7' : CATEGORY[record.category],
    record.defect === 'bad-evaluation' ? 'Z9' : euEvaluation(record.evaluation),
    record.handling,
    record.reviewOn,
    record.recordedOn,
    record.defect === 'marked-deleted',
    record.note,
  ]);
  for (const phone of record.phones) {
    tables.rufnummern.add([
      tables.rufnummern.nextId,
      id,
      phone.number.replace(/^\+49(\d{3,4})/, '0$1 '),
      phone.contacted ? 'K' : 'N',
      phone.seenOn,
      phone.imei,
      phone.iccid,
      phone.imsi,
    ]);
  }
  const { document, vehicle, address, organisation } = record;
  if (document !== null) {
    const kind = document.kind === 'passport' ? 'Reisepass' : 'Personalausweis';
    tables.ausweise.add([
      tables.ausweise.nextId,
      id,
      kind,
      document.number,
      document.issuer,
      document.validUntil,
    ]);
  }
  if (vehicle !== null)
    tables.fahrzeuge.add([
      tables.fahrzeuge.nextId,
      id,
      vehicle.plate,
      vehicle.country,
      vehicle.make,
      vehicle.colour,
      vehicle.vin,
    ]);
  if (address !== null) {
    const kind = { resides: 'wohnt', stays: 'Aufenthalt', rents: 'gemietet' }[record.addressLink];
    const line = `${address.street} ${address.number}${address.box === '' ? '' : `, Whg. ${address.box}`}`;
    tables.anschriften.add([
      tables.anschriften.nextId,
      id,
      kind,
      line,
      address.postcode,
      address.city,
      address.country,
    ]);
  }
  if (organisation !== null)
    tables.firmen.add([
      tables.firmen.nextId,
      id,
      `${organisation.name} ${organisation.form}`,
      organisation.country,
    ]);
  for (const link of record.links) {
    tables.beziehungen.add([
      tables.beziehungen.nextId,
      id,
      Number(link.key),
      CATEGORY[link.category],
      link.link === 'family' ? 'Familie' : 'Umfeld',
    ]);
  }
}
