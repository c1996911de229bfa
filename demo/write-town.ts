import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlesWorkbook } from './systems/controles.ts';
import { ermittlungScript } from './systems/ermittlung.ts';
import { fichierFiles } from './systems/fichier.ts';
import { mainCouranteFile } from './systems/main-courante.ts';
import { PERSREG_COPYBOOK } from './systems/persreg-layout.ts';
import { persregTransactions, persregUnload } from './systems/persreg.ts';
import type { Town } from './town.ts';
import { truthOf } from './truth.ts';

export interface TownFolders {
  /** One folder an agency, each with what its old system writes: the servers may be given these. */
  readonly agencies: string;
  /** What is true, and what was keyed in. No server is given this path. */
  readonly truth: string;
}

/** Writes the five old systems' files below `folders.agencies` and the truth below `folders.truth`; replaces what was there. */
export function writeTown(town: Town, folders: TownFolders): void {
  const { holdings } = town;
  const dbf = fichierFiles(holdings.ard);
  const files: readonly (readonly [string, Uint8Array | string])[] = [
    ['jpn/persreg/PERSREG.EBC', persregUnload(holdings.jpn)],
    ['jpn/persreg/PERSREG.cpy', PERSREG_COPYBOOK],
    ['ard/fichier/FICHIER.DBF', dbf.table],
    ['ard/fichier/FICHIER.FPT', dbf.memo],
    ['crp/main-courante/MAINCOUR.CSV', mainCouranteFile(holdings.crp)],
    ['fio/ermittlung/ermittlung.sql', ermittlungScript(holdings.fio)],
    ['pcs/controles/CONTROLES.xlsx', controlesWorkbook(holdings.pcs)],
  ];
  for (const [path, content] of files) put(folders.agencies, path, content);
  put(folders.truth, 'truth.json', JSON.stringify(truthOf(town)));
  put(folders.truth, 'PERSREG.TXN', persregTransactions(holdings.jpn));
}

function put(folder: string, path: string, content: Uint8Array | string): void {
  const target = join(folder, path);
  mkdirSync(join(target, '..'), { recursive: true });
  rmSync(target, { force: true });
  writeFileSync(target, content);
}
