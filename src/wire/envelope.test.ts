import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, randomId, utf8 } from '../base/index.ts';
import { MESSAGE_BYTES_MAX } from './bounds.ts';
import { isSignedBy, signBytes } from './dsse.ts';
import {
  idOfOwnMessage,
  MESSAGE_TYPE,
  openMessage,
  type Reader,
  sealMessage,
  verifyMessage,
} from './envelope.ts';
import { WireError } from './errors.ts';
import { parseHeader } from './header.ts';
import { expiryOf } from './kinds.ts';
import { buildTown, NOON, type Town } from './test-town.ts';

let town: Town;
beforeAll(async () => {
  town = await buildTown();
});
afterAll(() => town[Symbol.asyncDispose]());

const refused = (code: string) => expect.objectContaining({ code });

const atBirch = (bytes: Uint8Array, change: Partial<Reader> = {}) =>
  openMessage({
    keys: town.birch.keys,
    agreement: town.agreement,
    self: 'birch',
    now: NOON,
    bytes,
    ...change,
  });

const after = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

/** A message whose payload was changed and signed again by its sender. */
function resigned(bytes: Uint8Array, change: (payload: Uint8Array) => Uint8Array): Uint8Array {
  const start = 5 + (bytes[4] ?? 0);
  const payload = change(bytes.slice(start + 64));
  return concatBytes(
    bytes.subarray(0, start),
    signBytes(town.alder.keys.signing, MESSAGE_TYPE, payload),
    payload,
  );
}

/** The same message with another header text. */
function reheaded(bytes: Uint8Array, change: (header: Record<string, unknown>) => unknown): Uint8Array {
  return resigned(bytes, (payload) => {
    const length = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    const header = JSON.parse(new TextDecoder().decode(payload.subarray(2, 2 + length))) as Record<
      string,
      unknown
    >;
    const text = utf8(JSON.stringify(change(header)));
    return concatBytes(
      Uint8Array.of(text.length >> 8, text.length & 255),
      text,
      payload.subarray(2 + length),
    );
  });
}

describe('a message', () => {
  it('arrives as it was sent', () => {
    const id = randomId();
    const bytes = town.seal({
      id,
      body: utf8('a body'),
      inReplyTo: randomId(),
      checkpoint: 'origin\n3\nroot\n',
    });
    const opened = atBirch(bytes);
    expect(new TextDecoder().decode(opened.body)).toBe('a body');
    expect(opened.header).toMatchObject({
      id,
      from: 'alder',
      to: 'birch',
      kind: 'match-query',
      checkpoint: 'origin\n3\nroot\n',
    });
    expect(opened.sender.name).toBe('alder agency');
    expect(idOfOwnMessage(bytes)).toBe(id);
    expect(verifyMessage({ agreement: town.agreement, self: 'birch', now: NOON, bytes }).bodyHash).toEqual(
      opened.bodyHash,
    );
  });

  it('shows nothing of its body to those who carry it', () => {
    const bytes = town.seal({ body: utf8('a secret sentence') });
    expect(Buffer.from(bytes).includes('a secret sentence')).toBe(false);
    const carrier = { keys: town.cedar.keys, agreement: town.agreement, self: 'cedar', now: NOON, bytes };
    expect(() => openMessage(carrier)).toThrow(refused('not-for-us'));
  });

  it('is refused from a stranger, from ourselves and from a member who was revoked', async () => {
    await using others = await buildTown();
    const foreign = others.seal({ agreement: town.agreement });
    expect(() => atBirch(foreign)).toThrow(refused('signature-invalid'));
    const unknown = sealMessage({ ...partsOf(), keys: others.alder.keys, from: 'dogwood' });
    expect(() => atBirch(unknown)).toThrow(refused('unknown-partner'));
    const own = town.seal({ fromAgency: town.birch, to: 'alder' });
    expect(() => atBirch(own)).toThrow(refused('unknown-partner'));
    expect(() => atBirch(town.seal({}), { revoked: new Set(['alder']) })).toThrow(refused('partner-revoked'));
  });

  it('is refused when another member signed it', () => {
    const forged = sealMessage({ ...partsOf(), keys: town.cedar.keys });
    expect(() => atBirch(forged)).toThrow(refused('signature-invalid'));
    const renamed = reheaded(town.seal({}), (header) => ({ ...header, from: 'cedar' }));
    expect(() => atBirch(renamed)).toThrow(refused('sender-mismatch'));
  });

  it('is refused by a member to whom it is not addressed', () => {
    expect(() => atBirch(town.seal({ to: 'cedar' }))).toThrow(refused('not-for-us'));
  });

  it('is refused under another agreement, and under one that has expired', () => {
    const other = town.sign((draft) => ({ ...draft, name: 'A later treaty' })).agreement;
    expect(() => atBirch(town.seal({ agreement: other }))).toThrow(refused('agreement-other'));
    expect(() => atBirch(town.seal({}), { now: after(91 * 86_400_000) })).toThrow(
      refused('agreement-expired'),
    );
  });

  it('is refused two minutes after its expiry, and more than two minutes before its creation', () => {
    const bytes = town.seal({});
    const quarterHour = 15 * 60_000;
    expect(atBirch(bytes, { now: after(quarterHour + 119_999) }).header.kind).toBe('match-query');
    expect(() => atBirch(bytes, { now: after(quarterHour + 120_000) })).toThrow(refused('expired'));
    expect(atBirch(bytes, { now: after(-120_000) }).header.kind).toBe('match-query');
    expect(() => atBirch(bytes, { now: after(-120_001) })).toThrow(refused('from-the-future'));
  });

  it('may not live longer than its kind allows', () => {
    const long = { expiresAt: new Date(expiryOf('match-query', NOON).getTime() + 1) };
    expect(() => town.seal(long)).toThrow(refused('malformed'));
    const stretched = reheaded(town.seal({}), (header) => ({
      ...header,
      expiresAt: after(15 * 60_000 + 1).toISOString(),
    }));
    expect(() => atBirch(stretched)).toThrow(refused('malformed'));
    expect(town.seal({ kind: 'disclosure' }).length).toBeGreaterThan(0);
  });

  it('is refused with a header that is not of the form, even when it is signed', () => {
    const bytes = town.seal({});
    for (const change of [
      (header: object) => ({ ...header, extra: 1 }),
      (header: object) => ({ ...header, v: 2 }),
      (header: object) => ({ ...header, id: 'x' }),
      (header: object) => ({ ...header, createdAt: '2031-05-06' }),
      (header: object) => [header],
      () => null,
    ]) {
      expect(() => atBirch(reheaded(bytes, change))).toThrow(refused('malformed'));
    }
    expect(() => atBirch(reheaded(bytes, (header) => ({ ...header, kind: 'gossip' })))).toThrow(
      refused('kind-unknown'),
    );
    expect(() => parseHeader('{')).toThrow(refused('malformed'));
  });

  it('is refused when a body was put under another header, even by its sender', () => {
    const moved = reheaded(town.seal({}), (header) => ({ ...header, id: randomId() }));
    expect(() => atBirch(moved)).toThrow(refused('seal-broken'));
  });

  it('is refused at every length it can be cut to', () => {
    const bytes = town.seal({});
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => atBirch(bytes.subarray(0, length))).toThrow(WireError);
    }
    expect(() => atBirch(resigned(bytes, (payload) => payload.subarray(0, 1)))).toThrow(WireError);
  });

  it('is refused when it is too large', () => {
    expect(() => atBirch(new Uint8Array(MESSAGE_BYTES_MAX + 1))).toThrow(refused('too-large'));
    expect(() => town.seal({ body: new Uint8Array(MESSAGE_BYTES_MAX) })).toThrow(refused('too-large'));
  });

  it('counts as an answer only to what was asked of that member', () => {
    const asked = randomId();
    const answer = town.seal({ kind: 'match-result', inReplyTo: asked });
    expect(atBirch(answer, { answerTo: { from: 'alder', id: asked } }).header.inReplyTo).toBe(asked);
    expect(() => atBirch(answer, { answerTo: { from: 'alder', id: randomId() } })).toThrow(
      refused('answer-other'),
    );
    expect(() => atBirch(answer, { answerTo: { from: 'cedar', id: asked } })).toThrow(
      refused('answer-other'),
    );
  });

  it('answers 6,000 mutated messages with a code and opens none', () => {
    const bytes = town.seal({ body: utf8('a body of some length'), checkpoint: 'origin\n3\nroot\n' });
    const edit = fc.record({
      at: fc.nat(bytes.length - 1),
      cut: fc.nat(12),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let mutated = bytes;
      for (const { at, cut, put } of edits) {
        mutated = concatBytes(
          mutated.subarray(0, at),
          put,
          mutated.subarray(Math.min(mutated.length, at + cut)),
        );
      }
      fc.pre(!Buffer.from(mutated).equals(bytes));
      expect(() => atBirch(mutated)).toThrow(WireError);
    });
    fc.assert(property, { numRuns: 6_000 });
  });

  it('answers 5,000 generated headers, signed by a member, with a code or a value', () => {
    const bytes = town.seal({});
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const name = fc.constantFrom(
      'v',
      'kind',
      'id',
      'from',
      'to',
      'agreement',
      'createdAt',
      'expiresAt',
      'inReplyTo',
      'checkpoint',
      '__proto__',
      'x',
    );
    const property = fc.property(fc.dictionary(name, value, { maxKeys: 4 }), (changes) => {
      try {
        atBirch(reheaded(bytes, (header) => ({ ...header, ...changes })));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
      }
    });
    fc.assert(property, { numRuns: 5_000 });
  });
});

function partsOf(): Parameters<typeof sealMessage>[0] {
  return {
    keys: town.alder.keys,
    agreement: town.agreement,
    from: 'alder',
    to: 'birch',
    kind: 'match-query',
    id: randomId(),
    createdAt: NOON,
    expiresAt: expiryOf('match-query', NOON),
    body: utf8('hello'),
  };
}

it('signs as DSSE does', () => {
  const bytes = town.seal({});
  const start = 5 + (bytes[4] ?? 0);
  expect(
    isSignedBy(
      town.alder.keys.signing.publicKey,
      MESSAGE_TYPE,
      bytes.subarray(start + 64),
      bytes.subarray(start, start + 64),
    ),
  ).toBe(true);
});
