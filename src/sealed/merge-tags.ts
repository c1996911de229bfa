import { SealedError } from './errors.ts';
import { SEGMENT_KEYS_MAX, type SegmentKind } from './segment-header.ts';
import { compareTags } from './sorted-tags.ts';
import { TAG_BYTES } from './tags.ts';

/** The sorted tags of one segment, piece by piece. */
export interface TagSource {
  readonly kind: SegmentKind;
  readonly pieces: Iterator<Uint8Array>;
}

export interface MergeOptions {
  /** Whether what was taken back must be said again, because an older segment that is not merged may hold it. */
  readonly keepsTombstones: boolean;
  /** A part of what is held has at most so many tags; one of what is taken back as many as a segment may have. */
  readonly partTags: number;
  /** Bytes of each, where what is merged is not tags alone but begins with them. */
  readonly width?: number;
}

/** Sorted, distinct tags that make one segment. */
export interface MergedPart {
  readonly kind: 'base' | 'tombstone';
  readonly tags: Uint8Array;
}

/**
 * What many segments say together, the newest that contains a tag deciding: every tag that is held, in parts, and those that are
 * taken back, where they must be kept. No tag comes out that did not go in. Holds one piece of each source and one part of each kind.
 */
export function* mergeTags(
  oldestFirst: readonly TagSource[],
  { keepsTombstones, partTags, width = TAG_BYTES }: MergeOptions,
): Generator<MergedPart> {
  const cursors = oldestFirst.map((source) => new Cursor(source, width));
  const held = new Part('base', partTags, width);
  const gone = new Part('tombstone', SEGMENT_KEYS_MAX, width);
  for (;;) {
    const decides = newestOfSmallest(cursors, width);
    if (decides === null) break;
    const part = decides.kind === 'tombstone' ? gone : held;
    if (part === held || keepsTombstones) {
      part.add(decides.piece, decides.at);
      if (part.isFull()) yield part.take();
    }
    passAll(cursors, decides, width);
  }
  for (const part of [held, gone]) if (!part.isEmpty()) yield part.take();
}

/** Among the cursors at the smallest tag the newest; null when all have ended. */
function newestOfSmallest(cursors: readonly Cursor[], width: number): Cursor | null {
  let best: Cursor | null = null;
  for (const cursor of cursors) {
    if (cursor.ended) continue;
    if (best === null || compareTags(cursor.piece, cursor.at, best.piece, best.at, width) <= 0) best = cursor;
  }
  return best;
}

/** Every cursor at this tag moves on; the one that decided last, because the others are compared with it. */
function passAll(cursors: readonly Cursor[], decides: Cursor, width: number): void {
  for (const cursor of cursors) {
    if (cursor === decides || cursor.ended) continue;
    if (compareTags(cursor.piece, cursor.at, decides.piece, decides.at, width) === 0) cursor.moveOn();
  }
  decides.moveOn();
}

class Cursor {
  readonly kind: SegmentKind;
  readonly #pieces: Iterator<Uint8Array>;
  readonly #width: number;
  piece: Uint8Array = new Uint8Array(0);
  at = 0;
  ended = false;

  constructor({ kind, pieces }: TagSource, width: number) {
    this.kind = kind;
    this.#pieces = pieces;
    this.#width = width;
    this.#fill();
  }

  moveOn(): void {
    const { piece, at } = this;
    this.at += this.#width;
    if (this.at === piece.length) this.#fill();
    if (!this.ended && compareTags(piece, at, this.piece, this.at, this.#width) >= 0)
      throw new SealedError('tags-invalid', 'kept tags stand sorted, each once');
  }

  #fill(): void {
    const { done, value } = this.#pieces.next();
    this.ended = done === true;
    this.piece = done === true ? new Uint8Array(0) : value;
    this.at = 0;
  }
}

/** Tags on their way into one segment; grows up to its limit. */
class Part {
  readonly #kind: MergedPart['kind'];
  readonly #bytesMax: number;
  readonly #width: number;
  #tags: Uint8Array;
  #length = 0;

  constructor(kind: MergedPart['kind'], tagsMax: number, width: number) {
    this.#kind = kind;
    this.#bytesMax = tagsMax * width;
    this.#width = width;
    this.#tags = new Uint8Array(width * 1_024);
  }

  add(piece: Uint8Array, at: number): void {
    if (this.#length === this.#tags.length) this.#grow();
    this.#tags.set(piece.subarray(at, at + this.#width), this.#length);
    this.#length += this.#width;
  }

  isFull(): boolean {
    return this.#length === this.#bytesMax;
  }

  isEmpty(): boolean {
    return this.#length === 0;
  }

  take(): MergedPart {
    const tags = this.#tags.slice(0, this.#length);
    this.#length = 0;
    return { kind: this.#kind, tags };
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#tags.length);
    larger.set(this.#tags);
    this.#tags = larger;
  }
}
