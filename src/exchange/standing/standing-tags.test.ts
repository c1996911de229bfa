import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/index.ts';
import { restKey } from '../seal/at-rest.ts';
import { countedSealer } from '../seal/counted-sealer.ts';
import { openKeyHolder } from '../seal/sealer.ts';
import { openSeedFiles } from '../seal/seed-files.ts';
import { openTags, sealTags, StandingInMemory } from './standing-tags.ts';

const folder = mkdtempSync(join(tmpdir(), 'entente-tags-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const seeds = openSeedFiles({ folder, agencyId: 'jpn', wrapper: null });
const context = {
  sealer: countedSealer(
    openKeyHolder(seeds, () => restKey({ keyFolder: folder })),
    { agencyId: 'jpn', folder, ceilings: { partners: [], classes: {} }, signingKey: '' },
    systemClock,
  ),
};
const tag = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);

describe('the tags of a standing question', () => {
  it('come back by class with their places, in the order in which they were sealed', async () => {
    const sealed = await sealTags(context, 'q', 'crp', [
      { key: { keyClass: 'person', position: 4_095 }, tag: tag(1) },
      { key: { keyClass: 'place', position: 0 }, tag: tag(2) },
      { key: { keyClass: 'person', position: 7 }, tag: tag(3) },
    ]);
    expect(await openTags(context, 'q', 'crp', sealed)).toEqual([
      { keyClass: 'person', positions: [4_095, 7], tags: new Uint8Array([...tag(1), ...tag(3)]) },
      { keyClass: 'place', positions: [0], tags: tag(2) },
    ]);
  });

  it('open for no other question or partner, and not when a bit was changed', async () => {
    const sealed = await sealTags(context, 'q', 'crp', [
      { key: { keyClass: 'person', position: 1 }, tag: tag(1) },
    ]);
    await expect(openTags(context, 'q', 'ard', sealed)).rejects.toThrow();
    await expect(openTags(context, 'r', 'crp', sealed)).rejects.toThrow();
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    await expect(openTags(context, 'q', 'crp', sealed)).rejects.toThrow();
  });

  it('are forgotten in memory as soon as they are not named any more', () => {
    const memory = new StandingInMemory();
    const elements = { tags: [], pairs: { tags: new Uint8Array(16), places: new Uint8Array(6) } };
    memory.set('crp', 'q', elements);
    memory.set('ard', 'q', elements);
    memory.keepOnly('crp', new Set(['r']));
    expect(memory.get('crp', 'q')).toBeUndefined();
    expect(memory.get('ard', 'q')).toBe(elements);
  });
});
