import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, toHex, utf8 } from '../base/index.ts';
import { SeenRows } from './seen-rows.ts';

describe('the memory of row keys', () => {
  it('answers as a map from key to content would, however often it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat(2)), { maxLength: 300 }), (rows) => {
        const seen = new SeenRows(4);
        const map = new Map<string, string>();
        for (const [key, content] of rows) {
          const hash = toHex(sha256(utf8(String(content))));
          const before = map.get(key);
          expect(seen.note(key, hash)).toBe(
            before === undefined ? 'new' : before === hash ? 'same' : 'other',
          );
          if (before === undefined) map.set(key, hash);
        }
      }),
    );
  });
});
