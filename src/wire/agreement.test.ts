import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256, toHex, utf8 } from '../base/index.ts';
import {
  AGREEMENT_TYPE,
  assembleAgreement,
  draftAgreement,
  parseAgreement,
  signAgreement,
} from './agreement.ts';
import { formatDsse, isSignedBy, pae, parseDsse, signBytes } from './dsse.ts';
import { WireError } from './errors.ts';
import { buildTown, NOON, type Town } from './test-town.ts';

let town: Town;
beforeAll(async () => {
  town = await buildTown();
});
afterAll(() => town[Symbol.asyncDispose]());

const refused = (code: string) => expect.objectContaining({ code });

describe('DSSE protocol v1', () => {
  it('encodes as the example of the standard does', () => {
    // protocol.md of the DSSE repository, "Test Vectors": type http://example.com/HelloWorld, payload "hello world".
    expect(new TextDecoder().decode(pae('http://example.com/HelloWorld', utf8('hello world')))).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  it('binds the type of what is signed', () => {
    const key = town.alder.keys.signing;
    const signature = signBytes(key, 'a', utf8('text'));
    expect(isSignedBy(key.publicKey, 'a', utf8('text'), signature)).toBe(true);
    expect(isSignedBy(key.publicKey, 'b', utf8('text'), signature)).toBe(false);
    expect(isSignedBy(key.publicKey, 'a', utf8('text'), signature.subarray(1))).toBe(false);
  });
});

describe('an agreement', () => {
  it('is taken when every member signed the exact bytes', () => {
    expect(town.agreement.members.map((member) => member.id)).toEqual(['alder', 'birch', 'cedar']);
    expect(town.agreement.hash).toBe(toHex(sha256(parseDsse(town.text, 300_000).payload)));
    expect(parseAgreement(town.text, NOON, town.birch.keys).hash).toBe(town.agreement.hash);
  });

  it('is refused without the signature of one member, and with one that signed other bytes', () => {
    const bytes = draftAgreement(town.draft);
    const two = [town.alder, town.birch].map((agency) => signAgreement(agency.keys, bytes));
    expect(() => parseAgreement(assembleAgreement(bytes, two), NOON)).toThrow(refused('signature-invalid'));
    const other = signAgreement(town.cedar.keys, draftAgreement({ ...town.draft, name: 'Another treaty' }));
    expect(() => parseAgreement(assembleAgreement(bytes, [...two, other]), NOON)).toThrow(
      refused('signature-invalid'),
    );
  });

  it('is refused when signatures are swapped, doubled, or a stranger signed too', () => {
    const bytes = draftAgreement(town.draft);
    const three = [town.alder, town.birch, town.cedar].map((agency) => signAgreement(agency.keys, bytes));
    const [a, b, c] = three as [(typeof three)[0], (typeof three)[0], (typeof three)[0]];
    const swapped = [{ ...a, memberId: 'birch' }, { ...b, memberId: 'alder' }, c];
    expect(() => parseAgreement(assembleAgreement(bytes, swapped), NOON)).toThrow(
      refused('signature-invalid'),
    );
    expect(() => parseAgreement(assembleAgreement(bytes, [...three, a]), NOON)).toThrow(
      refused('signature-invalid'),
    );
    const stranger = { ...a, memberId: 'dogwood' };
    expect(() => parseAgreement(assembleAgreement(bytes, [...three, stranger]), NOON)).toThrow(
      refused('agreement-invalid'),
    );
  });

  it('is refused before it begins and after it ends', () => {
    const day = 86_400_000;
    expect(() => parseAgreement(town.text, new Date(NOON.getTime() - 2 * day))).toThrow(
      refused('agreement-not-yet-valid'),
    );
    expect(() => parseAgreement(town.text, new Date(NOON.getTime() + 90 * day))).toThrow(
      refused('agreement-expired'),
    );
  });

  it('of strangers among themselves is not ours', async () => {
    await using others = await buildTown();
    expect(() => parseAgreement(others.text, NOON, town.alder.keys)).toThrow(refused('agreement-not-ours'));
  });

  it('is refused when two members share an id or a key, or an endpoint is more than an origin', () => {
    const [first, second, third] = town.draft.members as [
      never,
      never,
      never,
    ] as unknown as typeof town.draft.members;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three members expected');
    const twins = { ...town.draft, members: [first, { ...second, tlsKeys: first.tlsKeys }, third] };
    expect(() => draftAgreement(twins)).toThrow(refused('agreement-invalid'));
    for (const endpoint of [
      'http://127.0.0.1:1',
      'https://u@127.0.0.1:1',
      'https://127.0.0.1:1/x',
      'https://127.0.0.1:99999',
    ]) {
      const odd = { ...town.draft, members: [{ ...first, endpoint }, second, third] };
      expect(() => draftAgreement(odd)).toThrow(refused('agreement-invalid'));
    }
  });

  it('may say what all partners together have, and how a budget is divided, and is refused in words where that is less than one has', () => {
    const person = { perDay: 1_000, perEpoch: 20_000, allPartnersPerDay: 1_000, officerPercent: 25 };
    const { agreement } = town.sign((draft) => ({ ...draft, budgets: { person } }));
    expect(agreement.budgets).toEqual({ person });
    for (const [changed, span] of [
      [{ allPartnersPerDay: 999 }, '999 elements a day, and one alone 1000'],
      [{ allPartnersPerEpoch: 19_999 }, '19999 elements an epoch, and one alone 20000'],
    ] as const)
      expect(() =>
        town.sign((draft) => ({ ...draft, budgets: { person: { ...person, ...changed } } })),
      ).toThrow(
        expect.objectContaining({
          code: 'agreement-invalid',
          message: expect.stringContaining(`class person: all partners together may have ${span}`),
        }) as Error,
      );
    for (const changed of [{ officerPercent: 0 }, { purposePercent: 101 }, { officerPercent: 1.5 }])
      expect(() =>
        town.sign((draft) => ({ ...draft, budgets: { person: { ...person, ...changed } } })),
      ).toThrow(expect.objectContaining({ code: 'agreement-invalid' }) as Error);
  });

  it('is refused as another type of document', () => {
    const bytes = draftAgreement(town.draft);
    const text = formatDsse({
      payload: bytes,
      payloadType: 'text/plain',
      signatures: [{ keyId: 'alder', signature: new Uint8Array(64) }],
    });
    expect(() => parseAgreement(text, NOON)).toThrow(refused('agreement-invalid'));
    expect(AGREEMENT_TYPE).toContain('agreement');
  });

  it('answers 5,000 mutated documents with a code and accepts none but itself', () => {
    const original = parseDsse(town.text, 300_000).payload;
    const property = fc.property(
      fc.integer({ min: 0, max: town.text.length - 1 }),
      fc.integer({ min: 0, max: 40 }),
      fc.string({ maxLength: 40 }),
      (at, cut, put) => {
        const mutated = town.text.slice(0, at) + put + town.text.slice(at + cut);
        try {
          const agreement = parseAgreement(mutated, NOON);
          // Only the JSON shell around the signed bytes may differ.
          expect(agreement.hash).toBe(toHex(sha256(original)));
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      },
    );
    fc.assert(property, { numRuns: 5_000 });
  });

  it('answers generated JSON and oversized text with a code', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => parseAgreement(text, NOON)).toThrow(WireError);
      }),
      { numRuns: 1_000 },
    );
    expect(() => parseAgreement('x'.repeat(2_000_000), NOON)).toThrow(refused('too-large'));
    expect(() => parseAgreement('['.repeat(300_000), NOON)).toThrow(refused('malformed'));
  });
});
