import type { Segment } from './segment.ts';

/** The newest segment that contains the tag decides: a tombstone takes back what an older segment says. */
export function lookUp(segmentsOldestFirst: readonly Segment[], tag: Uint8Array): 'hit' | 'miss' {
  const decides = segmentsOldestFirst.findLast((segment) => segment.has(tag));
  return decides === undefined || decides.kind === 'tombstone' ? 'miss' : 'hit';
}
