import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePlainRefusal } from './refusal.ts';

const GOOD = new TextEncoder().encode(
  '{"error":"unknown-partner","message":"no member has this certificate"}',
);

it('reads a refusal in clear, which nobody has signed', () => {
  expect(parsePlainRefusal(GOOD)).toEqual({
    code: 'unknown-partner',
    message: 'no member has this certificate',
    signed: false,
  });
});

it('takes 5,000 generated and mutated answers for a refusal of its shape or for something unreadable', () => {
  const edit = fc.record({ at: fc.nat(GOOD.length), cut: fc.nat(12), put: fc.uint8Array({ maxLength: 8 }) });
  const mutated = fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce(
        (bytes, { at, cut, put }) =>
          new Uint8Array([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)]),
        GOOD,
      ),
    );
  const generated = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  const property = fc.property(fc.oneof({ weight: 3, arbitrary: mutated }, generated), (bytes) => {
    const { code, message, signed } = parsePlainRefusal(bytes);
    expect(code).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(message.length).toBeLessThanOrEqual(500);
    expect(signed).toBe(false);
  });
  fc.assert(property, { numRuns: 5_000 });
});
