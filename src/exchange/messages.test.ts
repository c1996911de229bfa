import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_BODIES } from '../../test/town/sample-bodies.ts';
import { ExchangeError } from './errors.ts';
import { MESSAGE_BODIES, type MessageKind, parseBody, toBody } from './messages.ts';

const KINDS = Object.keys(MESSAGE_BODIES) as MessageKind[];
/** Of each kind: bodies mutated in their values (up to two a run), and as many mutated in their bytes. */
const RUNS = 2_500;

const junk = fc.oneof(
  fc.constantFrom(null, '', '\0', '\ud800', -1, 1.5, 2 ** 53, 'x'.repeat(5_000), [], {}, '__proto__', true),
  fc.string({ maxLength: 50 }),
  fc.integer(),
  fc.array(fc.integer(), { maxLength: 20 }),
);

/** Every place of a value, as the way that leads there. */
function placesOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner).map((place) => [key, ...place])),
  ];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = replaceAt((copy as Record<string, unknown>)[key], rest, by);
  return copy;
}

/** A value of the kind's shape, or the one refusal; within its time. */
function expectParsedOrRefused(kind: MessageKind, body: Uint8Array): void {
  const before = performance.now();
  try {
    expect(parseBody(MESSAGE_BODIES[kind], body)).toBeTypeOf('object');
  } catch (error) {
    expect(error).toBeInstanceOf(ExchangeError);
    expect((error as ExchangeError).code).toBe('message-malformed');
    // Nothing of what came is in the message: it may be logged and sent back.
    expect((error as ExchangeError).message.length).toBeLessThan(200);
  }
  expect(performance.now() - before).toBeLessThan(2_000);
}

describe('the bodies of messages', () => {
  it.each(KINDS)('takes a well-formed %s, and refuses it with one field more or one less', (kind) => {
    const sample = SAMPLE_BODIES[kind];
    expect(parseBody(MESSAGE_BODIES[kind], toBody(sample))).toEqual(sample);
    expect(() => parseBody(MESSAGE_BODIES[kind], toBody({ ...sample, more: 1 }))).toThrow(ExchangeError);
    const [first = '', ...rest] = Object.keys(sample);
    const without = Object.fromEntries(rest.map((key) => [key, (sample as Record<string, unknown>)[key]]));
    expect(first).not.toBe('');
    expect(() => parseBody(MESSAGE_BODIES[kind], toBody(without))).toThrow(ExchangeError);
  });

  it.each(KINDS)(
    'are a value of the shape of a %s or one coded refusal, whatever values stand in them',
    (kind) => {
      const places = placesOf(SAMPLE_BODIES[kind]);
      fc.assert(
        fc.property(fc.nat(), fc.nat(), junk, junk, (one, two, left, right) => {
          const at = (number: number) => places[number % places.length] ?? [];
          const once = replaceAt(SAMPLE_BODIES[kind], at(one), left);
          expectParsedOrRefused(kind, toBody(once));
          if (typeof once === 'object' && once !== null)
            expectParsedOrRefused(
              kind,
              toBody({ ...once, ...(replaceAt(SAMPLE_BODIES[kind], at(two), right) as object) }),
            );
        }),
        { numRuns: RUNS },
      );
    },
  );

  it.each(KINDS)('are a value of the shape of a %s or one coded refusal, whatever bytes they are', (kind) => {
    const good = toBody(SAMPLE_BODIES[kind]);
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 8 }), put: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = good;
        for (const { at, cut, put } of edits) {
          const from = at % (bytes.length + 1);
          bytes = new Uint8Array([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + cut)]);
        }
        expectParsedOrRefused(kind, bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it('bounds depth and size: nothing is nested or repeated without end', () => {
    for (const kind of KINDS) {
      expectParsedOrRefused(kind, new TextEncoder().encode('['.repeat(100_000)));
      expectParsedOrRefused(
        kind,
        new TextEncoder().encode(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
      );
      expectParsedOrRefused(kind, toBody({ ...SAMPLE_BODIES[kind], extra: 'x'.repeat(1_000_000) }));
    }
  });
});
