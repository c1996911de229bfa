import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_VERSION } from '../../src/match/index.ts';
import {
  buildSegment,
  deriveKeyPair,
  evaluateMany,
  keyInput,
  openSegment,
  OUTPUT_BYTES,
  type Segment,
  sealedReady,
  TAG_BYTES,
  tagMany,
} from '../../src/sealed/index.ts';
import { agenciesOf } from '../town/story.ts';
import { buildTown, type Town } from '../town/town.ts';
import { copyOf, figure } from './attacker.ts';

const HELD = 1_000;
const GUESSES = 20_000;
/** Every number that is held stands among the guesses: the attacker knows the whole block. */
const guesses = Array.from({ length: GUESSES }, (_, at) =>
  keyInput(KEY_VERSION, 'phone', `+336399${String(10_000 + at)}`),
);

/** An owner's index of one class in one epoch, for one partner: what can get into the wrong hands. */
function ownIndex() {
  const seed = new Uint8Array(randomBytes(32));
  const salt = new Uint8Array(randomBytes(32));
  const { secretKey } = deriveKeyPair(seed, 'communication');
  const outputs = evaluateMany(secretKey, guesses.slice(0, HELD));
  const bytes = buildSegment({
    keyClass: 'communication',
    kind: 'base',
    bits: 32,
    tags: tagMany(salt, outputs),
  });
  return { seed, salt, secretKey, outputs, segment: openSegment(bytes) };
}

function countHits(segment: Segment, tags: Uint8Array): number {
  return Array.from({ length: tags.length / TAG_BYTES }, (_, at) =>
    segment.has(tags.subarray(at * TAG_BYTES, (at + 1) * TAG_BYTES)),
  ).filter(Boolean).length;
}

describe('a stolen copy of an index', () => {
  let own: ReturnType<typeof ownIndex>;
  beforeAll(async () => {
    await sealedReady();
    own = ownIndex();
  });

  it('tests no guess, with the salt or without it, for whoever cannot have the guess evaluated', () => {
    const foreign = deriveKeyPair(new Uint8Array(randomBytes(32)), 'communication').secretKey;
    const outputs = evaluateMany(foreign, guesses);
    const withSalt = countHits(own.segment, tagMany(own.salt, outputs));
    const without = countHits(own.segment, tagMany(new Uint8Array(randomBytes(32)), outputs));
    figure(
      `a segment of ${HELD} keys, ${GUESSES} guesses with all of them among these, no evaluation: ` +
        `${withSalt} hits with the salt, ${without} without`,
    );
    // A stranger's tag fits once in 2^32.
    expect([withSalt, without]).toEqual([0, 0]);
  });

  it('shows nothing to the holder of old outputs without the salt, and what it asked before with it', () => {
    const asked = own.outputs.subarray(0, 100 * OUTPUT_BYTES);
    const without = countHits(own.segment, tagMany(new Uint8Array(randomBytes(32)), asked));
    const withSalt = countHits(own.segment, tagMany(own.salt, asked));
    figure(`100 outputs of earlier questions: ${withSalt} hits with the salt, ${without} without`);
    expect([without, withSalt]).toEqual([0, 100]);
  });

  it('opens to a thief of the epoch’s seed as fast as he can multiply, and only for that epoch', () => {
    const began = performance.now();
    const stolen = deriveKeyPair(own.seed, 'communication').secretKey;
    const found = countHits(own.segment, tagMany(own.salt, evaluateMany(stolen, guesses)));
    const perSecond = Math.round(GUESSES / ((performance.now() - began) / 1_000));
    const next = ownIndex();
    const later = countHits(next.segment, tagMany(next.salt, evaluateMany(stolen, guesses)));
    figure(
      `a thief of the seed, the segment and the salt tests about ${perSecond} guesses a second here and finds ${found} of ${HELD}; in the next epoch ${later}`,
    );
    expect([found, later]).toEqual([HELD, 0]);
  });
});

describe('two partners that compare their copies of one index', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'ard', 'crp'));
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('have no salt, no file and no stretch of bytes in common, so neither learns what the other may find', async () => {
    const copies = await Promise.all(
      ['jpn', 'ard'].map((id) => copyOf(town.member(id), 'crp', 'communication')),
    );
    const [one, other] = copies;
    if (one === undefined || other === undefined) throw new Error('both hold a copy');
    expect(Buffer.from(one.salt).equals(Buffer.from(other.salt))).toBe(false);
    const windows = new Set(one.files.flatMap(bodyWindows));
    const shared = other.files.flatMap(bodyWindows).filter((window) => windows.has(window));
    figure(
      `two partners' copies of one index: ${shared.length} of ${windows.size} stretches of 8 bytes in common`,
    );
    expect(windows.size).toBeGreaterThan(0);
    expect(shared).toEqual([]);
  });
});

const HEADER_MOST = 64;

/** Every stretch of 8 bytes of a segment's cells; its header is alike for everybody. */
function bodyWindows(bytes: Uint8Array): readonly string[] {
  const body = Buffer.from(bytes.subarray(HEADER_MOST, bytes.length - 32));
  return Array.from({ length: Math.max(0, body.length - 7) }, (_, at) => body.toString('latin1', at, at + 8));
}
