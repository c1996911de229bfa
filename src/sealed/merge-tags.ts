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
  { keepsTombstones, partTags }: MergeOptions,
): Generator<MergedPart> {
  const cursors = oldestFirst.map((source) => new Cursor(source));
  const held = new Part('base', partTags);
  const gone = new Part('tombstone', SEGMENT_KEYS_MAX);
  for (;;) {
    const decides = newestOfSmallest(cursors);
    if (decides === null) break;
    const part = decides.kind === 'tombstone' ? gone : held;
    if (part === held || keepsTombstones) {
      part.add(decides.piece, decides.at);
      if (part.isFull()) yield part.take();
    }
    passAll(cursors, decides);
  }
  for (const part of [held, gone]) if (!part.isEmpty()) yield part.take();
}

/** Among the cursors at the smallest tag the newest; null when all have ended. */
function newestOfSmallest(cursors: readonly Cursor[]): Cursor | null {
  let best: Cursor | null = null;
  for (const cursor of cursors) {
    if (cursor.ended) continue;
    if (best === null || compareTags(cursor.piece, cursor.at, best.piece, best.at) <= 0) best = cursor;
  }
  return best;
}

/** Every cursor at this tag moves on; the one that decided last, because the others are compared with it. */
function passAll(cursors: readonly Cursor[], decides: Cursor): void {
  for (const cursor of cursors) {
    if (cursor === decides || cursor.ended) continue;
    if (compareTags(cursor.piece, cursor.at, decides.piece, decides.at) === 0) cursor.moveOn();
  }
  decides.moveOn();
}

class Cursor {
  readonly kind: SegmentKind;
  readonly #pieces: Iterator<Uint8Array>;
  piece: Uint8Array = new Uint8Array(0);
  at = 0;
  ended = false;

  constructor({ kind, pieces }: TagSource) {
    this.kind = kind;
    this.#pieces = pieces;
    this.#fill();
  }

  moveOn(): void {
    const { piece, at } = this;
    this.at += TAG_BYTES;
    if (this.at === piece.length) this.#fill();
    if (!this.ended && compareTags(piece, at, this.piece, this.at) >= 0)
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
  #tags = new Uint8Array(TAG_BYTES * 1_024);
  #length = 0;

  constructor(kind: MergedPart['kind'], tagsMax: number) {
    this.#kind = kind;
    this.#bytesMax = tagsMax * TAG_BYTES;
  }

  add(piece: Uint8Array, at: number): void {
    if (this.#length === this.#tags.length) this.#grow();
    this.#tags.set(piece.subarray(at, at + TAG_BYTES), this.#length);
    this.#length += TAG_BYTES;
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
