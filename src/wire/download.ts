import { WireError } from './errors.ts';
import type { Call } from './peer-call.ts';

/** What to do with a partner's file that comes in pieces. */
export interface Download {
  /** The byte to begin at: how many are here already. */
  readonly from?: number;
  /** How long the whole file may be. */
  readonly bytesMax: number;
  /** How long the partner may pause. */
  readonly timeoutMs?: number;
  /** Takes the bytes in order; the next come when it has done with these. */
  readonly keep: (chunk: Uint8Array) => Promise<void>;
}

type Piece = Required<Pick<Call, 'path' | 'headers' | 'expected' | 'bytesMax' | 'timeoutMs' | 'keep'>>;

/** So often a file is taken up again at once; each time something must have come. */
const RESUMES_MAX = 3;
/** However slowly its bytes drip, a partner holds nobody up for longer; the rest is asked for another time. */
const WHOLE_TIME_MS = 15 * 60_000;

/** Calls for the file, and where the connection breaks off for the rest of it (RFC 9110 §14). */
export async function downloadFile(
  what: Required<Pick<Download, 'timeoutMs'>> & Download & { readonly path: string },
  call: (piece: Piece) => Promise<void>,
): Promise<void> {
  const until = performance.now() + WHOLE_TIME_MS;
  let at = what.from ?? 0;
  let unkept: unknown;
  const keep = async (chunk: Uint8Array): Promise<void> => {
    await what.keep(chunk).catch((error: unknown) => {
      unkept = error;
      throw error;
    });
    at += chunk.length;
    if (performance.now() > until)
      throw new WireError('partner-busy', 'the partner sends its file too slowly');
  };
  for (let resumes = 0; ; resumes += 1) {
    const from = at;
    const range = from > 0 ? { range: `bytes=${from}-` } : {};
    try {
      await call({
        path: `/files/${what.path}`,
        headers: range,
        expected: from > 0 ? 206 : 200,
        bytesMax: what.bytesMax - from,
        timeoutMs: what.timeoutMs,
        keep,
      });
      return;
    } catch (error) {
      // That the bytes cannot be kept here is nothing of the partner's doing.
      if (unkept !== undefined) throw unkept;
      const broke = error instanceof WireError && error.code === 'partner-down';
      if (!broke || at === from || resumes >= RESUMES_MAX) throw error;
    }
  }
}
