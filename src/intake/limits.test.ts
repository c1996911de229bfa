import { describe, expect, it } from 'vitest';
import { memorySource } from './byte-source.ts';
import { registerMapping } from './fixtures/mappings.ts';
import { csvRegister, dbfRegister, xlsxRegister } from './fixtures/register-files.ts';
import { unzip, zip } from './fixtures/zip.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { parseMapping } from './mapping-file.ts';
import { openSource } from './open-source.ts';
import { tryMapping } from './try-mapping.ts';

const xlsx = parseMapping(registerMapping(xlsxRegister().format));
const csv = parseMapping(registerMapping(csvRegister().format));
const bytesOf = async (source: ReturnType<typeof memorySource>) => source.read(0, await source.size());

describe('what is too large', () => {
  it('a zip that unpacks beyond the limit is refused, also when its directory lies', async () => {
    const parts = unzip(await bytesOf(xlsxRegister().source));
    parts.set('xl/bomb.xml', new Uint8Array(20_000_000));
    const limits = { ...DEFAULT_LIMITS, workbookBytesMax: 1_000_000 };
    for (const claimed of [undefined, 10]) {
      const bomb = memorySource('bomb.xlsx', zip(parts, claimed));
      expect(await bomb.size()).toBeLessThan(100_000);
      await expect(openSource(bomb, xlsx, limits)).rejects.toMatchObject({ code: 'file-too-large' });
    }
  });

  it('a file, a workbook, rows and columns beyond their limits are coded errors', async () => {
    const open = (limits: Partial<typeof DEFAULT_LIMITS>) =>
      tryMapping(csvRegister().source, csv, { limits: { ...DEFAULT_LIMITS, ...limits } });
    await expect(open({ fileBytesMax: 10 })).rejects.toMatchObject({ code: 'file-too-large' });
    await expect(open({ rowsMax: 4 })).rejects.toMatchObject({ code: 'too-many-rows' });
    await expect(open({ columnsMax: 4 })).rejects.toMatchObject({ code: 'too-many-columns' });
    await expect(
      openSource(xlsxRegister().source, xlsx, { ...DEFAULT_LIMITS, workbookBytesMax: 10 }),
    ).rejects.toMatchObject({ code: 'file-too-large' });
  });

  it('one long record or cell is quarantined, and the rows after it are read', async () => {
    const text = new TextDecoder('latin1').decode(await bytesOf(csvRegister().source));
    const long = text.replace(
      '00071;Oda',
      `00070;${'x'.repeat(70_000)};;;V\r\n00069;${'y'.repeat(2_000_000)};;;V\r\n00071;Oda`,
    );
    const trial = await tryMapping(
      memorySource('long.csv', new Uint8Array(Buffer.from(long, 'latin1'))),
      csv,
    );
    expect(trial.quarantined.map((row) => row.reason)).toContain('a cell is longer than 65536 characters');
    expect(trial.quarantined.map((row) => row.reason)).toContain('the record is longer than a record may be');
    expect(trial.balance.rows).toMatchObject({ accepted: 3 });
  });
});

describe('what is cut off', () => {
  it('a DBF that holds fewer records than its header promises is refused whole: missing rows must not end', async () => {
    const { format, source } = dbfRegister();
    const bytes = await bytesOf(source);
    const cut = memorySource('cut.dbf', bytes.subarray(0, bytes.length - 60));
    await expect(openSource(cut, parseMapping(registerMapping(format)))).rejects.toMatchObject({
      code: 'file-malformed',
    });
  });

  it('a stray quote costs its own line only', async () => {
    const text = 'REGNO;NAME;BORN;TEL;STATUS\n1;"Oda Brevik;;;V\n2;Zeno Alm;;;V\n3;Ida Quist;;;V\n';
    const mapping = parseMapping(registerMapping("  type: csv\n  encoding: utf-8\n  delimiter: ';'"));
    const trial = await tryMapping(memorySource('stray.csv', new TextEncoder().encode(text)), mapping);
    expect(trial.balance.rows).toMatchObject({ read: 3, accepted: 2, quarantined: 1 });
    expect(trial.quarantined[0]).toMatchObject({
      record: 1,
      reason: 'a quote is opened and never closed',
      text: '1;"Oda Brevik;;;V',
    });
  });
});
