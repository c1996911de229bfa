import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('./assembly/', import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, code: withoutComments(readFileSync(new URL(name, folder), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

/** What stands between the bracket at `open` and the one that closes it. */
function bracketed(code: string, open: number): string {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return code.slice(open + 1, at);
  }
  throw new Error('a bracket is not closed');
}

function found(pattern: RegExp): readonly { readonly name: string; readonly inside: string }[] {
  return sources.flatMap(({ name, code }) =>
    [...code.matchAll(pattern)].map((match) => ({
      name,
      inside: bracketed(code, match.index + match[0].length - 1).trim(),
    })),
  );
}

/** The first argument: the address. */
function firstArgument(list: string): string {
  let depth = 0;
  for (let at = 0; at < list.length; at += 1) {
    if (list[at] === '(') depth += 1;
    if (list[at] === ')') depth -= 1;
    if (list[at] === ',' && depth === 0) return list.slice(0, at);
  }
  return list;
}

/**
 * The kernel multiplies by secret scalars. What it executes and where it reads may depend on sizes and places alone: every
 * condition and every name in an address is listed here, so that a new one is looked at by somebody.
 */
describe('the kernel’s sources', () => {
  it('branch on flags, rounds and places, and on which elements are refused, never on a digit', () => {
    expect([...new Set(found(/\bif \(/g).map(({ inside }) => inside))].toSorted()).toEqual([
      '((wrong >> lane) & 1) != 0',
      'held == BLOCK',
      'held >= 112',
      'place < DIGIT_COUNT - 1',
      'withT',
    ]);
  });

  it('have no other way to branch', () => {
    const other = sources.flatMap(({ name, code }) =>
      [...code.matchAll(/\b(while|switch|do|else|select<|br_if)\b|\?|\|\||&&/g)].map(
        ([text]) => `${name}: ${text}`,
      ),
    );
    expect(other).toEqual(['sha512.ts: while']);
    expect(found(/\bwhile \(/g).map(({ inside }) => inside)).toEqual(['done < length']);
  });

  it('loop over sizes and places', () => {
    const bounds = found(/\bfor \(/g).map(({ inside }) => inside.split(';')[1]?.trim() ?? '');
    expect([...new Set(bounds)].toSorted()).toEqual([
      'at < FIELD',
      'at < FIELD - 16',
      'at < POINT',
      'i < 128',
      'i < 16',
      'i < 640',
      'i < 8',
      'i < DIGEST',
      'i < count',
      'i < fours',
      'i < times',
      'i >= 0',
      'lane < 4',
      'lane >= 0',
      'limb < LIMBS',
      'place >= 0',
    ]);
  });

  it('read and write at addresses made of places alone', () => {
    // Every form there is: of a type, of a part of a vector, splatted or extended, plain or atomic.
    const addresses = found(/\b(?:load|store)\w*(?:<[a-z0-9]+>)?\(/g).map(({ inside }) =>
      firstArgument(inside),
    );
    const names = addresses.flatMap((address) => address.match(/[A-Za-z_]\w*/g) ?? []);
    const places = ['at', 'bit', 'i', 'lane', 'limb', 'offset', 'place', 'usize'];
    const memory = [
      'B',
      'C',
      'CANONICAL',
      'EVEN',
      'ODD',
      'ROUND_WORDS',
      'block',
      'buffer',
      'bytes',
      'chosen',
      'digest',
      'digits',
      'entry',
      'held',
      'last',
      'masks',
      'messageLengths',
      'scalar',
      'schedule',
      'state',
      'suffix',
      'sum',
      'swapped',
      'total',
      'words',
    ];
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect([...new Set(names)].toSorted()).toEqual([...places, ...memory, ...others].toSorted());
    const numbers = sources.flatMap(({ code }) =>
      [...code.matchAll(/<usize>(\w+)/g)].map((match) => match[1] ?? ''),
    );
    expect([...new Set(numbers)].toSorted()).toEqual(['four', 'fours', 'i', 'place']);
  });

  it('have no other way to memory than those, but to copy and overwrite whole places', () => {
    const other = sources.flatMap(({ name, code }) =>
      [...code.matchAll(/\b(atomic|unchecked|changetype|new|StaticArray|\w*Array)\b|\w\[/g)].map(
        ([text]) => `${name}: ${text}`,
      ),
    );
    expect(other).toEqual([]);
    const uses = sources.flatMap(({ code }) =>
      [...code.matchAll(/\bmemory\.(\w+)/g)].map((match) => match[1] ?? ''),
    );
    expect([...new Set(uses)].toSorted()).toEqual(['copy', 'data', 'fill']);
    expect(found(/\bmemory\.copy\(/g).map(({ name, inside }) => `${name}: ${inside}`)).toEqual([
      'sha512.ts: afterZeros, state, DIGEST',
      'sha512.ts: state, FIRST_STATE, DIGEST',
      'sha512.ts: buffer + held, from + done, taken',
      'sha512.ts: state, afterZeros, DIGEST',
    ]);
    const filled = found(/\bmemory\.fill\(/g).flatMap(({ inside }) => inside.match(/[A-Za-z_]\w*/g) ?? []);
    expect([...new Set(filled)].toSorted()).toEqual(
      [
        'B',
        'BLOCK',
        'C',
        'DIGEST',
        'DIGITS',
        'EVEN',
        'ODD',
        'PENDING',
        'POINT',
        'TABLE',
        'buffer',
        'bytes',
        'cached',
        'chosen',
        'digits',
        'held',
        'inputBytes',
        'mapped',
        'masks',
        'messageBytes',
        'multiple',
        'outputBytes',
        'pending',
        'points',
        'product',
        'r',
        'schedule',
        'scalarBytes',
        'size',
        'state',
        'sum',
        'sumF',
        'sumG',
        'swapped',
        'tables',
      ].toSorted(),
    );
  });

  it('make masks of digits and nothing else', () => {
    const lines = sources.flatMap(({ code }) => code.split('\n')).map((line) => line.trim());
    expect(lines.filter((line) => /packedDigits|lane(Digits|Signs|Sizes)/.test(line))).toEqual([
      'const packedDigits = v128.load32_zero(digits + 4 * <usize>place);',
      'choose(table, i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(packedDigits)));',
      'function choose(table: usize, laneDigits: v128): void {',
      'const laneSigns = i32x4.shr_s(laneDigits, 31);',
      'const laneSizes = i32x4.sub(v128.xor(laneDigits, laneSigns), laneSigns);',
      'v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(1)));',
      ...[2, 3, 4, 5, 6, 7, 8].map(
        (size) => `v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(${size})), ${16 * (size - 1)});`,
      ),
      'const swapped = v128.and(v128.xor(sum, difference), laneSigns);',
      'v128.store(chosen + at, i16x8.sub(v128.xor(product, laneSigns), laneSigns), 480);',
      'const laneZeros = i32x4.shr_u(i32x4.eq(laneSizes, i32x4.splat(0)), 31);',
    ]);
  });
});
