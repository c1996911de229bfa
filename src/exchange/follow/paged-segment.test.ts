import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildSegment, openSegment, TAG_BYTES } from '../../sealed/index.ts';
import { PAGED_BYTES_MIN } from './paged-segment.ts';
import { openSegmentFiles } from '../publish/segment-files.ts';

describe('a large segment on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entente-paged-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const tags = randomBytes(250_000 * TAG_BYTES);
  const content = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags });
  const files = openSegmentFiles(folder);
  const hash = files.write('from', 'crp', content);

  it('answers as it would from memory', () => {
    expect(content.length).toBeGreaterThan(PAGED_BYTES_MIN);
    const [paged, whole] = [files.open('from', 'crp', hash), openSegment(content)];
    const sought = Buffer.concat([tags.subarray(0, 2_000 * TAG_BYTES), randomBytes(2_000 * TAG_BYTES)]);
    expect(paged?.which(sought)).toEqual(whole.which(sought));
    for (let at = 0; at < 40; at += 1) {
      const one = sought.subarray(at * 100 * TAG_BYTES, (at * 100 + 1) * TAG_BYTES);
      expect(paged?.has(one)).toBe(whole.has(one));
    }
    expect(paged?.count).toBe(250_000);
  });

  it.each([
    ['spoiled', (bytes: Buffer) => bytes.fill(0xa5, 100)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, 5_000)],
  ])('is not looked up in, and counts as missing, when it was %s after it was opened', (_how, spoil) => {
    const opened = openSegmentFiles(folder);
    const segment = opened.open('from', 'crp', hash);
    const own = tags.subarray(0, TAG_BYTES);
    expect(segment?.has(own)).toBe(true);
    const path = opened.path('from', 'crp', hash);
    writeFileSync(path, spoil(Buffer.from(content)));
    try {
      // It held the tag: anything but a refusal to say would be a wrong "no hit".
      const damaged = expect.objectContaining({ code: 'index-incomplete' });
      expect(() => segment?.has(own)).toThrow(damaged);
      expect(() => segment?.which(tags)).toThrow(damaged);
      expect(opened.open('from', 'crp', hash)).toBeNull();
      rmSync(path);
      expect(() => segment?.has(own)).toThrow(damaged);
    } finally {
      writeFileSync(path, content);
    }
    expect(opened.open('from', 'crp', hash)?.has(own)).toBe(true);
  });

  it('counts as missing when its bytes are not those that its name promises', () => {
    const path = files.path('from', 'crp', hash);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(openSegmentFiles(folder).open('from', 'crp', hash)).toBeNull();
    writeFileSync(path, bytes.subarray(0, -1));
    expect(openSegmentFiles(folder).open('from', 'crp', hash)).toBeNull();
  });
});
