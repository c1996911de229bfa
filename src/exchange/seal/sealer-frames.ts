import { concatBytes, utf8 } from '../../base/index.ts';
import { ExchangeError } from '../errors.ts';

/** One message on the channel between a server and its sealer: a small JSON head, and bytes. */
export interface Frame {
  readonly head: unknown;
  readonly bytes: Uint8Array;
}

/** Room for a class of 4,096 elements, for a piece of an index, and for the tags of a standing question. */
export const FRAME_BYTES_MAX = 1024 * 1024;
const HEAD_BYTES_MAX = 4_096;
const LENGTHS_BYTES = 8;

/** Length of the head, length of the bytes (32 bits each, big-endian), head, bytes. */
export function encodeFrame({ head, bytes }: Frame): Uint8Array {
  const text = utf8(JSON.stringify(head));
  if (text.length > HEAD_BYTES_MAX || bytes.length > FRAME_BYTES_MAX)
    throw new ExchangeError('sealer-broken', `a message to the sealer has at most ${FRAME_BYTES_MAX} bytes`);
  const lengths = new DataView(new ArrayBuffer(LENGTHS_BYTES));
  lengths.setUint32(0, text.length);
  lengths.setUint32(4, bytes.length);
  return concatBytes(new Uint8Array(lengths.buffer), text, bytes);
}

/** Takes the channel's bytes as they come and gives back whole frames. The other side controls them: throws `sealer-broken`. */
export class FrameReader {
  #pieces: Uint8Array[] = [];
  #length = 0;

  take(chunk: Uint8Array): readonly Frame[] {
    this.#pieces.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | null {
    if (this.#length < LENGTHS_BYTES) return null;
    const first = this.#peek(LENGTHS_BYTES);
    const view = new DataView(first.buffer, first.byteOffset, LENGTHS_BYTES);
    const [head, bytes] = [view.getUint32(0), view.getUint32(4)];
    if (head > HEAD_BYTES_MAX || bytes > FRAME_BYTES_MAX)
      throw new ExchangeError(
        'sealer-broken',
        'the channel of the sealer carries something that is no message',
      );
    const whole = LENGTHS_BYTES + head + bytes;
    if (this.#length < whole) return null;
    const all = this.#peek(whole);
    this.#drop(whole);
    const start = LENGTHS_BYTES + head;
    return {
      head: readHead(all.subarray(LENGTHS_BYTES, start)),
      bytes: Uint8Array.from(all.subarray(start, whole)),
    };
  }

  /** The first bytes in one piece, at least so many. */
  #peek(length: number): Uint8Array {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= length) return first;
    const joined = concatBytes(...this.#pieces);
    this.#pieces = [joined];
    return joined;
  }

  #drop(length: number): void {
    const [first, ...rest] = this.#pieces;
    this.#length -= length;
    this.#pieces = first === undefined || first.length === length ? rest : [first.subarray(length), ...rest];
  }
}

function readHead(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new ExchangeError('sealer-broken', 'a message on the channel of the sealer has no readable head', {
      cause,
    });
  }
}
