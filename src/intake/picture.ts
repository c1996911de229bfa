import { IntakeError } from './errors.ts';

export type Usage = 'display' | 'binary' | 'packed' | 'float' | 'double';

/** What a PICTURE string says. */
export interface Picture {
  readonly kind: 'text' | 'number' | 'edited';
  /** Characters of a text, or digits of a number (without P). */
  readonly digits: number;
  /** Digits after the point; negative when the picture ends in P. */
  readonly scale: number;
  readonly signed: boolean;
}

const PICTURE_LENGTH_MAX = 65_536;

/** Reads a PICTURE string: X A 9 S V P, and the editing characters (whose text is kept as it stands). */
export function parsePicture(source: string): Picture {
  const text = expand(source.toUpperCase());
  if (/^[XA9]+$/.test(text) && !/^9+$/.test(text))
    return { kind: 'text', digits: text.length, scale: 0, signed: false };
  const number = /^(S?)(P*)(9*)(?:V(P*)(9*))?(P*)$/.exec(text);
  if (number !== null && /9/.test(text)) return numeric(number);
  if (/^S?[9ZV+\-*$,./B0CRDP]+$/.test(text) && text.length > 0) {
    const length = text.replace(/^S/, '').replace(/[VP]/g, '').length;
    const implied = /V([09Z*]*)/.exec(text)?.[1]?.length ?? 0;
    return { kind: 'edited', digits: length, scale: implied, signed: false };
  }
  throw new IntakeError('copybook-invalid', `the picture ${source.slice(0, 40)} is not supported`);
}

function numeric(match: RegExpExecArray): Picture {
  const leading = (match[2] ?? '').length + (match[4] ?? '').length;
  const whole = (match[3] ?? '').length;
  const decimals = (match[5] ?? '').length;
  const trailing = (match[6] ?? '').length;
  // P stands for a digit that is not stored: in front it lies behind the point, at the end before it.
  const scale = leading > 0 ? leading + whole + decimals : decimals - trailing;
  return { kind: 'number', digits: whole + decimals, scale, signed: match[1] === 'S' };
}

function expand(source: string): string {
  let length = 0;
  const expanded = source.replace(/(.)\((\d{1,6})\)/g, (_, sign: string, count: string) => {
    const times = Number(count);
    length += times;
    if (times === 0 || length > PICTURE_LENGTH_MAX) {
      throw new IntakeError(
        'copybook-invalid',
        `a picture repeats between 1 and ${PICTURE_LENGTH_MAX} times`,
      );
    }
    return sign.repeat(times);
  });
  if (expanded.length > PICTURE_LENGTH_MAX)
    throw new IntakeError('copybook-invalid', 'a picture is too long');
  return expanded;
}

/** Bytes that an item takes. A binary of more than 18 digits takes the fewest bytes that hold it with its sign. */
export function storedLength(picture: Picture, usage: Usage, separateSign: boolean): number {
  if (usage === 'float') return 4;
  if (usage === 'double') return 8;
  if (picture.kind !== 'number' || usage === 'display') return picture.digits + (separateSign ? 1 : 0);
  if (usage === 'packed') return Math.floor(picture.digits / 2) + 1;
  if (picture.digits <= 4) return 2;
  if (picture.digits <= 9) return 4;
  if (picture.digits <= 18) return 8;
  return Math.ceil((Math.log2(10) * picture.digits + 1) / 8);
}
