import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CP500 } from '../systems/ebcdic.ts';
import { PERSREG_COPYBOOK } from '../systems/persreg-layout.ts';
import { persregTransactions, persregUnload } from '../systems/persreg.ts';
import { generateTown } from '../town.ts';

const here = join(import.meta.dirname, '.');
const compiler = spawnSync('cobc', ['--version']).status === 0;
const why = compiler ? '' : ' (skipped: no cobc on the path; Debian: apt-get install gnucobol3)';
if (!compiler) console.log(`the COBOL program is not built${why}`);

it.skipIf(!compiler)(
  `writes, built with GnuCOBOL, the very bytes of the default town's register${why}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'entente-persreg-'));
    try {
      const { jpn } = generateTown().holdings;
      writeFileSync(join(folder, 'PERSREG.TXN'), persregTransactions(jpn));
      execFileSync('sh', [join(here, 'make.sh'), folder], { stdio: 'pipe' });
      const written = readFileSync(join(folder, 'PERSREG.EBC'));
      expect(written.length).toBe(jpn.length * 360);
      expect(written.equals(persregUnload(jpn))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

it('uses the copybook that the generator hands out beside the file', () => {
  expect(readFileSync(join(here, '..', 'mappings', 'PERSREG.cpy'), 'utf8')).toBe(PERSREG_COPYBOOK);
});

it('translates with the table of the generator', () => {
  const bytes = [...readFileSync(join(here, 'LATCP500.cpy'), 'utf8').matchAll(/X"([0-9A-F]{32})"/g)]
    .map((found) => found[1])
    .join('');
  expect(bytes.slice(512)).toBe(Buffer.from(CP500).toString('hex').toUpperCase());
});

it.skipIf(!existsSync('/usr/bin/iconv'))('translates as iconv does', () => {
  const latin1 = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
  const theirs = execFileSync('/usr/bin/iconv', ['-f', 'ISO-8859-1', '-t', 'IBM500'], { input: latin1 });
  // Line feed and next line are read either way by different tables; everything that a clerk can type is the same.
  expect(theirs.subarray(0x20, 0x7f).equals(Buffer.from(CP500.subarray(0x20, 0x7f)))).toBe(true);
  expect(theirs.subarray(0xa0).equals(Buffer.from(CP500.subarray(0xa0)))).toBe(true);
});
