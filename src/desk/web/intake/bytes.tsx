import type { JSX } from 'react';
import type { QuarantinedRow } from '../../api/contract.ts';
import { useWords } from '../words.ts';

const LINE_BYTES = 16;
const SHOWN_BYTES_MAX = 4_096;

/** Sixteen bytes a line in hexadecimal and as characters; the bytes that could not be read are underlined. */
export function Bytes({ row }: { readonly row: QuarantinedRow }): JSX.Element {
  const t = useWords();
  const bytes = (row.bytesHex.match(/../g) ?? []).slice(0, SHOWN_BYTES_MAX);
  const characters = Array.from(row.decoded);
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE_BYTES) }, (_, line) => line * LINE_BYTES);
  const isBad = (at: number): boolean =>
    row.badRange !== undefined && at >= row.badRange.offset && at < row.badRange.offset + row.badRange.length;
  const mark = (text: string, at: number, key: string): JSX.Element => (
    <span key={key} className={isBad(at) ? 'bad' : undefined}>
      {text}
    </span>
  );
  return (
    <div className="bytes mono" tabIndex={0} role="group" aria-label={t('intake.bytes')}>
      <div role="img" aria-label={t('intake.bytes.picture')}>
        {lines.map((start) => (
          <div key={start}>
            <span className="meta">{String(start).padStart(4, '0')}</span>
            <span className="hex">
              {bytes
                .slice(start, start + LINE_BYTES)
                .map((byte, index) => mark(byte.toUpperCase(), start + index, `${start + index}`))}
            </span>
            <span className="text">
              {characters
                .slice(start, start + LINE_BYTES)
                .map((character, index) =>
                  mark(
                    character === ' ' && isBad(start + index) ? '␣' : character,
                    start + index,
                    `${start + index}`,
                  ),
                )}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
