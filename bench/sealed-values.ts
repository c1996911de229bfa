/** What two half keys open: bytes a slot, and how long one subject's pairs take to be opened in a partner's copy. */
import { randomBytes } from 'node:crypto';
import {
  buildKeptValues,
  lookUpValues,
  openValueSegment,
  PAIR_TAG_BYTES,
  PAIR_TAGS_BYTES,
} from '../src/sealed/index.ts';
import { processorSeconds } from './sealed-segments.ts';

const OUTPUT_BYTES = 64;
/** The most pairs that a subject may spend at a million records, when every value is as common as a half key may be. */
const PAIRS = 138;
const SUBJECTS = 100;

export interface ValueFigures {
  readonly baseBytesPerSlot: number;
  readonly deltaBytesPerSlot: number;
  readonly buildSlotsPerSecond: number;
  /** Processor milliseconds to open all the pairs of one subject in a base and a delta. */
  readonly subjectMs: number;
  /** Processor seconds to look up the pairs of 100,000 standing subjects, half of whom name a firm, against one delta: a million, the most there may be. */
  readonly standingSeconds: number;
}

/** A standing subject's pairs: a common name in its spellings beside one firm, at a million records (six to fifty; median of seven names). */
const STANDING_PAIRS = 20;
const STANDING_WITH_FIRM = 50_000;

/** Measured on random outputs: what a slot costs does not depend on what is in it. */
export function measureValues(slots: number): ValueFigures {
  const salt = randomBytes(32);
  const build = (kind: 'base' | 'delta', count: number): Uint8Array =>
    buildKeptValues({
      kind,
      key: randomBytes(32),
      about: 'bench',
      padTo: 1,
      seed: randomBytes(32),
      salt,
      outputs: randomBytes(count * OUTPUT_BYTES),
      tags: randomBytes(count * PAIR_TAGS_BYTES),
    })[0]?.segment ?? new Uint8Array();
  let base = new Uint8Array();
  const buildSeconds = processorSeconds(() => void (base = new Uint8Array(build('base', slots))));
  const delta = build('delta', 1_000);
  const segments = [openValueSegment(base), openValueSegment(delta)];
  const outputs = Array.from({ length: SUBJECTS * PAIRS }, () => new Uint8Array(randomBytes(OUTPUT_BYTES)));
  const seconds = processorSeconds(() => {
    for (const output of outputs) lookUpValues(segments, salt, output);
  });
  const [, news] = segments;
  if (news?.by !== 'tag') throw new Error('what is built is found by tags');
  const standing = randomBytes(STANDING_WITH_FIRM * STANDING_PAIRS * PAIR_TAG_BYTES);
  const standingSeconds = processorSeconds(() => {
    // As the server does: those of one question after the other.
    const width = STANDING_PAIRS * PAIR_TAG_BYTES;
    for (let at = 0; at < standing.length; at += width) news.which(standing.subarray(at, at + width));
  });
  return {
    standingSeconds,
    baseBytesPerSlot: base.length / slots,
    deltaBytesPerSlot: delta.length / 1_000,
    buildSlotsPerSecond: slots / buildSeconds,
    subjectMs: (1_000 * seconds) / SUBJECTS,
  };
}
