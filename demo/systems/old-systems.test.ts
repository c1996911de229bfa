import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as xlsx from '@e965/xlsx';
import { DBFFile, DELETED } from 'dbffile';
import iconv from 'iconv-lite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DEFECTS, plantedCount } from '../defects.ts';
import { FLEET, shipOf } from '../ships.ts';
import { generateTown } from '../town.ts';
import { type Truth, truthOf } from '../truth.ts';
import { writeTown } from '../write-town.ts';
import { excelSerial } from './controles.ts';
import { CP500, RecordWriter } from './ebcdic.ts';
import { ermittlungScript } from './ermittlung.ts';
import { loadErmittlung } from './load-ermittlung.ts';

const town = generateTown({ peoplePerAgency: 300 });
const truth: Truth = truthOf(town);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-town-'));
  writeTown(town, { agencies: join(folder, 'agencies'), truth: join(folder, 'truth') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (file: string) => join(folder, 'agencies', file);

describe('PERSREG.EBC, by its bytes', () => {
  it('writes numbers as COBOL does', () => {
    // PIC S9(8) COMP-3 of 20260417: nine digits and the sign C; PIC S9(4) of −120: the D over the last digit.
    const writer = new RecordWriter(11).packed(20260417, 8).zoned(-120, 4).binary(258);
    expect(Buffer.from(writer.bytes).toString('hex')).toBe('020260417cf0f1f2d00102');
    expect(
      Buffer.from(Array.from('Aé9 ', (letter) => CP500[letter.charCodeAt(0)] as number)).toString('hex'),
    ).toBe('c151f940');
  });

  it('holds one record of 360 bytes for each row and the story phone in EBCDIC digits', () => {
    const bytes = readFileSync(path('jpn/persreg/PERSREG.EBC'));
    expect(bytes.length).toBe(truth.rows.jpn * 360);
    const at = bytes.indexOf(Buffer.from('4ef3f3f6f3f9f9f8f4f7f1f1', 'hex'));
    const record = bytes.subarray(Math.floor(at / 360) * 360);
    // B, the dossier's nine digits, A.
    const digits = truth.story.records.exhibit.replace(/\d/g, 'f$&');
    expect(record.subarray(0, 11).toString('hex')).toBe(`c2${digits}c1`);
    // The seizure of 17 April 2026 after 29 + 14 + 3 bytes.
    expect(record.subarray(46, 51).toString('hex')).toBe('020260417c');
  });
});

describe('FICHIER.DBF, read by dbffile', () => {
  it('holds every card, its deletion marks, its accents and its memos', async () => {
    const table = await DBFFile.open(path('ard/fichier/FICHIER.DBF'), {
      encoding: 'cp850',
      includeDeletedRecords: true,
    });
    const rows = await table.readRecords();
    expect(rows.map((row) => row['FICHE'])).toEqual(town.holdings.ard.map((record) => record.key));
    const deleted = rows.filter((row) => row[DELETED] === true);
    expect(deleted).toHaveLength(truth.badRows.ard.find((row) => row.kind === 'marked-deleted')?.count ?? 0);
    const idris = rows.find((row) => row['FICHE'] === truth.story.records.idrisAtArd);
    expect(idris).toMatchObject({
      NOM: 'VELHANE',
      PRENOM: 'IDRIS',
      CAT: 'SU',
      LIEN_ADR: 'S',
      ADRESSE: 'QUAY LANE 14 BTE 3',
    });
    expect(idris?.['NOTE']).toMatch(/^Recherché/);
    expect(rows.some((row) => /[ÉÈÇÜÖ]/.test(String(row['NOM'])))).toBe(true);
    // The header says code page 850.
    expect(readFileSync(path('ard/fichier/FICHIER.DBF'))[29]).toBe(2);
  });
});

describe('MAINCOUR.CSV, line by line', () => {
  it('has three banner lines, a header, a line a row and a trailer, in windows-1252', () => {
    const text = iconv.decode(readFileSync(path('crp/main-courante/MAINCOUR.CSV')), 'windows-1252');
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('POLICE DE LA RÉGION CÔTIÈRE;MAIN COURANTE');
    expect(lines.length).toBe(3 + 1 + truth.rows.crp + 1 + 1);
    const tomas = lines.find((line) => line.startsWith(`${truth.story.records.tomasAtCrp};`)) ?? '';
    expect(tomas).toContain(';AVERINCK;Tomas;');
    expect(tomas).toContain(';14/03/1991;');
    expect(tomas).toContain(';ACCORD PREALABLE;');
    expect(tomas).toMatch(/;(0?6\.39\.98\.47\.11|\+33639984711|06\.39\.98\.47\.11);/);
  });
});

describe('the ships of the coast', () => {
  it('stand in the incidents of the log book and in the checks of the port, one of them in both', () => {
    const inLogBook = iconv
      .decode(readFileSync(path('crp/main-courante/MAINCOUR.CSV')), 'windows-1252')
      .split('\r\n')
      .flatMap((line) => FLEET.filter(({ imo, mmsi }) => line.includes(`;${imo};${mmsi};`)));
    const checks = town.holdings.pcs.flatMap(({ event }) => (event === null ? [] : [shipOf(event.number)]));
    expect(new Set(inLogBook).size).toBeGreaterThan(1);
    expect(checks.filter((ship) => ship !== null && inLogBook.includes(ship)).length).toBeGreaterThan(0);
    // A.1117(30): the last digit of the sum of the first six weighted 7 to 2; for 204117: 14 + 0 + 20 + 4 + 3 + 14 = 55.
    expect(FLEET[0]?.imo).toBe('2041175');
  });
});

describe('ermittlung.sql, in a real PostgreSQL', () => {
  it('fills seven tables that the reader may read and nobody may write through it', async () => {
    const { superuserUrl } = inject('testServer');
    const database = `entente_town_${process.pid}`;
    const reader = `entente_reader_${process.pid}`;
    const url = await loadErmittlung({
      adminUrl: superuserUrl,
      database,
      reader,
      readerPassword: 'quay',
      script: ermittlungScript(town.holdings.fio),
    });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const people = await client.query<{ n: string }>('SELECT count(*) AS n FROM ermittlung.personen');
      expect(Number(people.rows[0]?.n)).toBe(truth.rows.fio);
      const odile = await client.query(
        `SELECT p.vorname, to_char(p.geburtsdatum, 'YYYY-MM-DD') AS geburt, a.art, a.strasse FROM ermittlung.personen p
           JOIN ermittlung.anschriften a USING (person_id) WHERE p.person_id = $1`,
        [Number(truth.story.records.odileAtFio)],
      );
      expect(odile.rows).toEqual([
        { vorname: 'Odile', geburt: '1958-09-02', art: 'gemietet', strasse: 'Quay Lane 14, Whg. 3' },
      ]);
      const scripts = await client.query<{ n: string }>(
        `SELECT count(*) AS n FROM ermittlung.personen WHERE name_original ~ '[А-я]'`,
      );
      expect(Number(scripts.rows[0]?.n)).toBeGreaterThan(0);
      await expect(client.query('DELETE FROM ermittlung.personen')).rejects.toThrow(
        /read-only|permission denied/,
      );
      await client.query('SET default_transaction_read_only = off');
      await expect(client.query('DELETE FROM ermittlung.personen')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
      const admin = new pg.Client({ connectionString: superuserUrl });
      await admin.connect();
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.query(`DROP ROLE ${reader}`);
      await admin.end();
    }
  });
});

describe('CONTROLES.xlsx, read by a spreadsheet library', () => {
  it('holds the people with day numbers for dates and numbers without their zeros', () => {
    const book = xlsx.read(readFileSync(path('pcs/controles/CONTROLES.xlsx')));
    expect(book.SheetNames).toEqual(['Leeswijzer', 'Personen', 'Voertuigen', 'Controles']);
    const rows = xlsx.utils.sheet_to_json<Record<string, string | number>>(
      book.Sheets['Personen'] as xlsx.WorkSheet,
      { range: 3, blankrows: true },
    );
    expect(rows).toHaveLength(truth.rows.pcs);
    // 1 January 1970 is day 25,569 of the 1900 system.
    expect(excelSerial('1970-01-01')).toBe(25_569);
    const driver = town.holdings.pcs.find((record) => record.key === truth.story.records.driverAtPcs);
    const row = rows.find((one) => one['Pnr'] === Number(truth.story.records.driverAtPcs));
    expect(row).toMatchObject({ Naam: 'DRAVENNE, Casimir', Kenteken: 'OA-471-ZE', Cat: 'VD' });
    expect(row?.['Geboren']).toBe(excelSerial(driver?.birth ?? ''));
    const imeis = rows.map((one) => one['IMEI']).filter((imei) => imei !== undefined);
    expect(imeis.length).toBeGreaterThan(0);
    for (const imei of imeis) expect(String(imei)).toMatch(/^10\d{11}$/);
    const originals = rows.map((one) => one['Naam origineel'] ?? '').join('');
    expect(originals).toMatch(/\p{Script=Arabic}/u);
  });
});

describe('the planted rows', () => {
  it('are as many as the table says, each kind in each agency', () => {
    for (const [agency, planted] of Object.entries(truth.badRows)) {
      expect(planted.map((row) => row.count)).toEqual(
        DEFECTS[agency as keyof typeof DEFECTS].map((defect) => plantedCount(defect, 300)),
      );
    }
    // 8 per 1,000 of 300 cards: 2.4, so 2; 1 per 1,000: 0.3, but at least 1.
    expect(truth.badRows.ard.map((row) => `${row.kind} ${row.count}`)).toEqual([
      'marked-deleted 2',
      'date-impossible 1',
      'unknown-category 1',
      'name-missing 1',
      'bad-check-digit 1',
      'repeated-row 1',
    ]);
  });

  it('carry no link that truth expects to be found', () => {
    const outside = town.holdings.crp
      .filter((record) => record.defect === 'ragged-line')
      .map((record) => record.key);
    const linked = new Set(
      truth.crossAgencyLinks
        .flatMap((link) => [link.left, link.right])
        .filter((ref) => ref.agency === 'crp')
        .map((ref) => ref.recordKey),
    );
    for (const key of outside) expect(linked.has(key)).toBe(false);
  });

  it('leave truth out of the agencies’ folders', () => {
    expect(JSON.parse(readFileSync(join(folder, 'truth', 'truth.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(truth)),
    );
    expect(() => readFileSync(path('truth.json'))).toThrow();
  });
});
