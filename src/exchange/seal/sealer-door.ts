import type { Duplex } from 'node:stream';
import { concatBytes } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import type { IndexBuilder } from '../../sealed/index.ts';
import type { Sealer } from './sealer.ts';
import { type SealerAnswer, type SealerCall, sealerCall, toFailure, unpackLengths } from './sealer-calls.ts';
import { encodeFrame, type Frame, FrameReader } from './sealer-frames.ts';
import { SMALL_INDEX_KEYS_MAX, smallIndexBuilder } from '../publish/small-index.ts';

export interface SealerDoor {
  /** Counts before anything is evaluated. */
  readonly sealer: Sealer;
  /** Threads for the pieces of an index. */
  readonly builder: Pick<IndexBuilder, 'evaluateKeys'>;
}

/**
 * Answers one connection until it ends. What comes over it is the server's word and nothing more: every length and number is
 * checked, and a channel that carries anything else is closed. Where the door did not open, each call is told why.
 */
export function serveSealer(channel: Duplex, door: SealerDoor | Error): void {
  const reader = new FrameReader();
  const answer = async (frame: Frame): Promise<void> => {
    const call = sealerCall.safeParse(frame.head);
    if (!call.success) {
      channel.destroy();
      return;
    }
    const [head, bytes] = await answerCall(door, call.data, frame.bytes).catch(
      (error: unknown): Answered => [toFailure(call.data.id, error), NOTHING],
    );
    if (channel.writable) channel.write(encodeFrame({ head, bytes }));
  };
  channel.on('data', (chunk: Uint8Array) => {
    try {
      for (const frame of reader.take(chunk)) void answer(frame);
    } catch {
      channel.destroy();
    }
  });
  // A server that is gone takes its answers with it.
  channel.on('error', () => channel.destroy());
}

type Answered = readonly [SealerAnswer, Uint8Array];
const NOTHING = new Uint8Array(0);

async function answerCall(door: SealerDoor | Error, call: SealerCall, bytes: Uint8Array): Promise<Answered> {
  if (door instanceof Error) throw door;
  const { sealer } = door;
  const ok = { id: call.id, ok: true } as const;
  switch (call.call) {
    case 'evaluate': {
      const { partner, epoch, keyClass } = call;
      const evaluated = await sealer.evaluate({ partner, epoch, keyClass, elements: bytes });
      return [ok, concatBytes(evaluated.elements, evaluated.proof)];
    }
    case 'grant':
      await sealer.grant(bytes);
      return [ok, NOTHING];
    case 'build': {
      const inputs = unpackLengths(bytes);
      const builder = inputs.length > SMALL_INDEX_KEYS_MAX ? door.builder : smallIndexBuilder();
      return [ok, await sealer.build({ epoch: call.epoch, keyClass: call.keyClass, inputs }, builder)];
    }
    case 'show':
      return [
        ok,
        await sealer.show({ epoch: call.epoch, keyClass: call.keyClass, inputs: unpackLengths(bytes) }),
      ];
    case 'open-standing':
      return [ok, await sealer.openStanding(call.about, bytes)];
    case 'seal-standing':
      return [ok, await sealer.sealStanding(call.about, bytes)];
    case 'holds':
      return [{ ...ok, holds: await sealer.holds(call.epoch) }, NOTHING];
    case 'public-keys': {
      const keys = await sealer.publicKeys(call.epoch);
      return [ok, concatBytes(...KEY_CLASSES.map((keyClass) => keys[keyClass]))];
    }
    case 'tags-key':
      return [ok, await sealer.tagsKey(call.epoch)];
    case 'begin':
      await sealer.begin(call.epoch);
      return [ok, NOTHING];
    case 'destroy-before':
      await sealer.destroyBefore(call.epoch);
      return [ok, NOTHING];
  }
}
