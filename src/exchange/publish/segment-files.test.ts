import { existsSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildKeptSegments } from '../../sealed/index.ts';
import { openSegmentFiles } from './segment-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'entente-segment-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tags kept beside a segment', () => {
  it('stay a day after it was replaced, under another name, and are gone then', async () => {
    const files = openSegmentFiles(folder);
    const [kept] = buildKeptSegments({
      keyClass: 'person',
      kind: 'delta',
      bits: 64,
      salt: new Uint8Array(32),
      outputs: new Uint8Array(64),
      key: new Uint8Array(32),
      about: 'crp jpn 1 person',
      padTo: 16,
      seed: new Uint8Array(32),
    });
    if (kept === undefined) throw new Error('a segment was asked for');
    await files.keep('jpn', kept);
    const { hash } = kept;
    const [tags, replaced] = [files.tagsPath('jpn', hash), files.replacedTagsPath('jpn', hash)];
    files.keepOnly('own', 'jpn', [hash]);
    expect([existsSync(tags), existsSync(replaced)]).toEqual([true, false]);
    for (let again = 0; again < 2; again += 1) {
      files.keepOnly('own', 'jpn', []);
      expect([existsSync(tags), existsSync(replaced)]).toEqual([false, true]);
      expect(existsSync(files.path('own', 'jpn', hash))).toBe(false);
    }
    const before = new Date(Date.now() - 86_500_000);
    utimesSync(replaced, before, before);
    files.keepOnly('own', 'jpn', []);
    expect(existsSync(replaced)).toBe(false);
  });
});
