import type { Duplex } from 'node:stream';
import { concatBytes } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { ELEMENT_BYTES, OUTPUT_BYTES, PROOF_BYTES, TAGS_KEY_BYTES } from '../../sealed/index.ts';
import { ExchangeError } from '../errors.ts';
import type { PublicKeys, Sealer } from './sealer.ts';
import {
  fromFailure,
  packLengths,
  PIECE_INPUTS_MAX,
  type SealerAnswer,
  type SealerCall,
  sealerAnswer,
} from './sealer-calls.ts';
import { encodeFrame, FRAME_BYTES_MAX, type Frame, FrameReader } from './sealer-frames.ts';

/** Opens a channel to a sealer: to a process started for it, or to one that runs already. */
export type OpenChannel = () => Promise<Duplex>;

/** After a channel broke, a new one is opened no sooner than this: a sealer that dies at once is not started in a circle. */
const REOPEN_MS = 1_000;
const TIMEOUT_MS = 120_000;
const PUBLIC_KEY_BYTES = 32;
const NOTHING = new Uint8Array(0);

type Wanted = SealerCall extends infer Call ? (Call extends SealerCall ? Omit<Call, 'id'> : never) : never;
interface Waiting {
  resolve(answered: {
    readonly answer: Extract<SealerAnswer, { ok: true }>;
    readonly bytes: Uint8Array;
  }): void;
  reject(error: Error): void;
}

/**
 * A sealer in another process. While it is away each call fails with `sealer-away`, and the next call opens a channel anew:
 * what was being done is done again by whoever wanted it.
 */
export function sealerOver(open: OpenChannel, log: (event: string) => void): Sealer {
  let channel: Promise<Duplex> | null = null;
  let brokeAt = Number.NEGATIVE_INFINITY;
  let closed = false;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const away = (cause?: unknown): ExchangeError =>
    new ExchangeError('sealer-away', 'the sealer is not there; it is started again', { cause });
  const broke = (of: Duplex | null, cause?: unknown): void => {
    of?.destroy();
    channel = null;
    brokeAt = performance.now();
    for (const waiter of waiting.values()) waiter.reject(away(cause));
    waiting.clear();
    if (!closed) log('sealer-away');
  };
  const reopen = async (): Promise<Duplex> => {
    const pause = brokeAt + REOPEN_MS - performance.now();
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    if (closed) throw away();
    let opened: Duplex;
    try {
      opened = await open();
    } catch (error) {
      broke(null, error);
      throw error instanceof ExchangeError ? error : away(error);
    }
    listen(opened);
    return opened;
  };
  const listen = (opened: Duplex): void => {
    const reader = new FrameReader();
    let over = false;
    const end = (cause?: unknown): void => {
      if (over) return;
      over = true;
      broke(opened, cause);
    };
    opened.on('data', (chunk: Uint8Array) => {
      try {
        for (const frame of reader.take(chunk)) settle(frame);
      } catch (error) {
        end(error);
      }
    });
    opened.on('error', end);
    opened.on('close', () => end());
  };
  const settle = ({ head, bytes }: Frame): void => {
    const read = sealerAnswer.safeParse(head);
    const waiter = read.success ? waiting.get(read.data.id) : undefined;
    if (!read.success || waiter === undefined)
      throw new ExchangeError('sealer-broken', 'the sealer answered something that was not asked');
    waiting.delete(read.data.id);
    if (read.data.ok) waiter.resolve({ answer: read.data, bytes });
    else waiter.reject(fromFailure(read.data));
  };
  const call = async (wanted: Wanted, bytes: Uint8Array = NOTHING) => {
    if (closed) throw away();
    channel ??= reopen();
    const opened = await channel;
    const id = (lastId += 1);
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Parameters<Waiting['resolve']>[0]>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        late = setTimeout(() => opened.destroy(), TIMEOUT_MS);
        opened.write(encodeFrame({ head: { id, ...wanted }, bytes }));
      });
    } finally {
      clearTimeout(late);
      waiting.delete(id);
    }
  };
  /** The bytes of an answer, which have the length that was asked for, or are not taken. */
  const callFor = async (length: number | null, wanted: Wanted, bytes?: Uint8Array): Promise<Uint8Array> => {
    const { bytes: answered } = await call(wanted, bytes);
    if (length === null || answered.length === length) return answered;
    throw new ExchangeError('sealer-broken', 'the sealer answered another number of bytes than expected');
  };

  return {
    begin: async (epoch) => void (await callFor(0, { call: 'begin', epoch })),
    holds: async (epoch) => (await call({ call: 'holds', epoch })).answer.holds === true,
    async publicKeys(epoch) {
      const all = await callFor(KEY_CLASSES.length * PUBLIC_KEY_BYTES, { call: 'public-keys', epoch });
      return Object.fromEntries(
        KEY_CLASSES.map((keyClass, at) => [
          keyClass,
          all.slice(at * PUBLIC_KEY_BYTES, (at + 1) * PUBLIC_KEY_BYTES),
        ]),
      ) as unknown as PublicKeys;
    },
    async evaluate({ partner, epoch, keyClass, elements }) {
      const answered = await callFor(
        elements.length + PROOF_BYTES,
        { call: 'evaluate', partner, epoch, keyClass },
        elements,
      );
      return { elements: answered.slice(0, elements.length), proof: answered.slice(elements.length) };
    },
    async build({ epoch, keyClass, inputs, onProgress }) {
      const outputs = new Uint8Array(inputs.length * OUTPUT_BYTES);
      let next = 0;
      let done = 0;
      const work = async (): Promise<void> => {
        while (next < inputs.length) {
          const from = next;
          const piece = pieceFrom(inputs, from);
          next += piece.length;
          const length = piece.length * OUTPUT_BYTES;
          const answered = await callFor(length, { call: 'build', epoch, keyClass }, packLengths(piece));
          outputs.set(answered, from * OUTPUT_BYTES);
          done += piece.length;
          onProgress?.(done);
        }
      };
      // Two pieces on their way: the sealer's threads need not wait for the next.
      await Promise.all([work(), work()]);
      return outputs;
    },
    async show({ epoch, keyClass, inputs }) {
      const shown: Uint8Array[] = [];
      for (let next = 0; next < inputs.length; ) {
        const piece = pieceFrom(inputs, next);
        next += piece.length;
        const length = piece.length * ELEMENT_BYTES;
        shown.push(await callFor(length, { call: 'show', epoch, keyClass }, packLengths(piece)));
      }
      return concatBytes(...shown);
    },
    grant: async (signed) => void (await callFor(0, { call: 'grant' }, signed)),
    tagsKey: (epoch) => callFor(TAGS_KEY_BYTES, { call: 'tags-key', epoch }),
    destroyBefore: async (epoch) => void (await callFor(0, { call: 'destroy-before', epoch })),
    sealStanding: (about, content) => callFor(null, { call: 'seal-standing', about }, content),
    openStanding: (about, sealed) => callFor(null, { call: 'open-standing', about }, sealed),
    async close() {
      closed = true;
      const opened = await channel?.catch(() => null);
      opened?.destroy();
      for (const waiter of waiting.values()) waiter.reject(away());
      waiting.clear();
    },
  };
}

/** The next inputs that one message takes. */
function pieceFrom(inputs: readonly Uint8Array[], from: number): readonly Uint8Array[] {
  let bytes = 0;
  let to = from;
  while (to < inputs.length && to - from < PIECE_INPUTS_MAX) {
    bytes += (inputs[to]?.length ?? 0) + 2;
    if (bytes > FRAME_BYTES_MAX && to > from) break;
    to += 1;
  }
  return inputs.slice(from, to);
}
