import { hkdfSync } from 'node:crypto';
import { concatBytes } from '../../base/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import {
  blindEvaluate,
  deriveKeyPair,
  ELEMENT_BYTES,
  evaluatedElement,
  type IndexBuilder,
  type KeyPair,
  proofSteps,
  TAGS_KEY_BYTES,
} from '../../sealed/index.ts';
import { openAtRest, sealAtRest } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';
import type { SeedFiles } from './seed-files.ts';
import { inBatches, inSteps } from '../turns.ts';

/**
 * Who holds the seeds of the epochs. What is done with a secret key is done behind this door and only its outcome comes
 * out: no caller sees a seed or a secret key (test/house-custody.test.ts).
 */
export interface KeyHolder {
  /** Makes an epoch's seed, durable when this returns; one that is there already stays. */
  begin(epoch: number): Promise<void>;
  /** Whether the epoch's seed is here, whole. */
  holds(epoch: number): Promise<boolean>;
  /** The public key of every class of one epoch, 32 bytes each. Throws `epoch-unknown`. */
  publicKeys(epoch: number): Promise<PublicKeys>;
  /** A question's elements of one class, with one proof for all. Throws `epoch-unknown`. */
  evaluate(work: EvaluateWork): Promise<Evaluated>;
  /** The outputs of own keys of one class, 64 bytes each, by the given threads. Throws `epoch-unknown`. */
  build(work: BuildWork, builder: Pick<IndexBuilder, 'evaluateKeys'>): Promise<Uint8Array>;
  /** The elements that are hashed to the outputs of own keys, 32 bytes each: an audit is shown by them whose tags are published. Throws `epoch-unknown`. */
  show(work: Omit<BuildWork, 'onProgress'>): Promise<Uint8Array>;
  /**
   * The key under which the tags of an epoch's segments are kept beside them (32 bytes; HKDF-SHA256 of the seed, RFC 5869): it tells
   * nothing of the seed and ends with it. Throws `epoch-unknown`.
   */
  tagsKey(epoch: number): Promise<Uint8Array>;
  /** Destroys the seeds of all earlier epochs: what was evaluated under them can never be tested anew. */
  destroyBefore(epoch: number): Promise<void>;
  /** Closes what standing questions keep, under words about it; `openStanding` opens it under the same words alone, else it throws. */
  sealStanding(about: string, content: Uint8Array): Promise<Uint8Array>;
  openStanding(about: string, sealed: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What everybody else has of it: it counts by partner before it evaluates (counted-sealer.ts), and throws `budget-used-up`. */
export interface Sealer extends KeyHolder {
  evaluate(work: CountedWork): Promise<Evaluated>;
  /** Raises a partner's ceiling by a grant that our agency signed (`signSealerGrant`), until it ends. Throws `grant-refused`. */
  grant(signed: Uint8Array): Promise<void>;
}

export type PublicKeys = Readonly<Record<KeyClass, Uint8Array>>;

export interface EvaluateWork {
  readonly epoch: number;
  readonly keyClass: KeyClass;
  /** 32 bytes each. */
  readonly elements: Uint8Array;
}

export interface CountedWork extends EvaluateWork {
  /** Who asks: the server's word. */
  readonly partner: string;
}

export interface Evaluated {
  /** 32 bytes an element, in the question's order. */
  readonly elements: Uint8Array;
  /** RFC 9497 §2.2.1: one proof for the whole batch. */
  readonly proof: Uint8Array;
}

export interface BuildWork {
  readonly epoch: number;
  readonly keyClass: KeyClass;
  readonly inputs: readonly Uint8Array[];
  readonly onProgress?: (done: number) => void;
}

/** The keys in this process: seeds are opened for one call and wiped after it, whether it succeeds or not. */
export function openKeyHolder(seeds: SeedFiles, standingKey: () => Uint8Array): KeyHolder {
  return {
    begin: async (epoch) => seeds.make(epoch),
    holds: async (epoch) => seeds.has(epoch),
    publicKeys: async (epoch) =>
      Object.fromEntries(
        KEY_CLASSES.map((keyClass) => [keyClass, publicKeyOf(seeds, epoch, keyClass)]),
      ) as unknown as PublicKeys,
    evaluate: ({ epoch, keyClass, elements }) =>
      withKey(seeds, epoch, keyClass, (pair) => evaluateWith(pair, elements)),
    build: ({ epoch, keyClass, inputs, onProgress }, builder) =>
      withKey(seeds, epoch, keyClass, ({ secretKey }) =>
        builder.evaluateKeys(secretKey, inputs, ({ done }) => onProgress?.(done)),
      ),
    show: ({ epoch, keyClass, inputs }) =>
      withKey(seeds, epoch, keyClass, async ({ secretKey }) =>
        concatBytes(
          ...(await inBatches(inputs, (batch) => batch.map((input) => evaluatedElement(secretKey, input)))),
        ),
      ),
    tagsKey: async (epoch) =>
      withSeed(
        seeds,
        epoch,
        (seed) => new Uint8Array(hkdfSync('sha256', seed, '', 'entente-kept-tags', TAGS_KEY_BYTES)),
      ),
    destroyBefore: async (epoch) => seeds.destroyBefore(epoch),
    sealStanding: async (about, content) => sealAtRest(standingKey(), about, content),
    openStanding: async (about, sealed) => openAtRest(standingKey(), about, sealed),
    close: async () => {},
  };
}

/** RFC 9497 §3.3.2. */
async function evaluateWith({ secretKey, publicKey }: KeyPair, elements: Uint8Array): Promise<Evaluated> {
  const evaluated = concatBytes(
    ...(await inBatches(splitElements(elements), (batch) =>
      splitElements(blindEvaluate(secretKey, concatBytes(...batch))),
    )),
  );
  return {
    elements: evaluated,
    proof: await inSteps(proofSteps(secretKey, publicKey, elements, evaluated)),
  };
}

/** The single elements of a batch, in order. */
export function splitElements(elements: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: elements.length / ELEMENT_BYTES }, (_, at) =>
    elements.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES),
  );
}

async function withKey<Outcome>(
  seeds: SeedFiles,
  epoch: number,
  keyClass: KeyClass,
  work: (pair: KeyPair) => Promise<Outcome>,
): Promise<Outcome> {
  const pair = openPair(seeds, epoch, keyClass);
  try {
    return await work(pair);
  } finally {
    pair.secretKey.fill(0);
  }
}

function publicKeyOf(seeds: SeedFiles, epoch: number, keyClass: KeyClass): Uint8Array {
  const pair = openPair(seeds, epoch, keyClass);
  pair.secretKey.fill(0);
  return pair.publicKey;
}

/** RFC 9497 §3.2.1, with the class as info. */
function openPair(seeds: SeedFiles, epoch: number, keyClass: KeyClass): KeyPair {
  return withSeed(seeds, epoch, (seed) => deriveKeyPair(seed, keyClass));
}

/** Another seed must never stand in for a lost one, or every look-up would say no hit. */
function withSeed<Outcome>(seeds: SeedFiles, epoch: number, derive: (seed: Uint8Array) => Outcome): Outcome {
  const seed = seeds.open(epoch);
  if (seed === null)
    throw new ExchangeError('epoch-unknown', `the seed of epoch ${epoch} is not here any more`);
  try {
    return derive(seed);
  } finally {
    seed.fill(0);
  }
}
