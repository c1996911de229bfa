import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inClone } from './paths.mjs';
import { isOurs } from './running.mjs';

/** Installing and building is one process's work at a time; a second one waits for the first and finds the work done. */
export async function inTurn(work) {
  const path = inClone('.entente', 'build.lock');
  mkdirSync(inClone('.entente'), { recursive: true, mode: 0o700 });
  let said = false;
  while (!claim(path)) {
    const holder = readHolder(path);
    if (holder !== null && !isOurs(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!said) console.error('entente: waiting for another process of this clone to finish building');
    said = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function claim(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return text === '' ? null : Number(text);
  } catch {
    return null;
  }
}
