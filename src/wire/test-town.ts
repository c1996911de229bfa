/** Three invented agencies with keys and a signed agreement, for the tests of this room. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomId } from '../base/index.ts';
import {
  type Agreement,
  type AgreementDraft,
  assembleAgreement,
  describeMember,
  draftAgreement,
  type Member,
  parseAgreement,
  signAgreement,
} from './agreement.ts';
import { sealMessage } from './envelope.ts';
import { type AgencyKeys, createAgencyKeys } from './keys.ts';
import { expiryOf, type MessageKind } from './kinds.ts';

export const NOON = new Date('2031-05-06T12:00:00.000Z');

export interface Agency {
  readonly id: string;
  readonly keys: AgencyKeys;
  readonly folder: string;
}

export interface Town extends AsyncDisposable {
  readonly alder: Agency;
  readonly birch: Agency;
  readonly cedar: Agency;
  readonly draft: AgreementDraft;
  readonly text: string;
  readonly agreement: Agreement;
  /** The agreement, signed anew after a change. */
  sign(change: (draft: AgreementDraft) => AgreementDraft): { text: string; agreement: Agreement };
  seal(o: Partial<Parameters<typeof sealMessage>[0]> & { from?: string; fromAgency?: Agency }): Uint8Array;
}

export async function buildTown(now: Date = NOON): Promise<Town> {
  const root = await mkdtemp(join(tmpdir(), 'entente-wire-'));
  const make = async (id: string): Promise<Agency> => {
    const folder = join(root, id);
    return { id, folder, keys: await createAgencyKeys(folder, { agencyId: id, name: `${id} agency`, now }) };
  };
  const [alder, birch, cedar] = [await make('alder'), await make('birch'), await make('cedar')];
  const agencies = [alder, birch, cedar];
  const draft: AgreementDraft = {
    id: randomId(),
    name: 'Treaty of the three woods',
    validFrom: new Date(now.getTime() - 86_400_000).toISOString(),
    expiresAt: new Date(now.getTime() + 90 * 86_400_000).toISOString(),
    members: agencies.map((agency, index) => memberOf(agency, index)),
    purposes: ['investigate-offence'],
    budgets: { person: { perDay: 1_000, perEpoch: 20_000 } },
  };
  const sign: Town['sign'] = (change) => {
    const bytes = draftAgreement(change(draft));
    const text = assembleAgreement(
      bytes,
      agencies.map((agency) => signAgreement(agency.keys, bytes)),
    );
    return { text, agreement: parseAgreement(text, now) };
  };
  const { text, agreement } = sign((same) => same);
  return {
    alder,
    birch,
    cedar,
    draft,
    text,
    agreement,
    sign,
    seal: (o) => {
      const sender = o.fromAgency ?? alder;
      const createdAt = o.createdAt ?? now;
      const kind: MessageKind = o.kind ?? 'match-query';
      const { fromAgency: _f, ...rest } = o;
      return sealMessage({
        keys: sender.keys,
        agreement,
        from: sender.id,
        to: 'birch',
        kind,
        id: randomId(),
        createdAt,
        expiresAt: expiryOf(kind, createdAt),
        body: new TextEncoder().encode('hello'),
        ...rest,
      });
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

export function memberOf(
  agency: Agency,
  index: number,
  endpoint = `https://127.0.0.1:${7411 + index}`,
): Member {
  const letters = ['ALD', 'BIR', 'CED'][index] ?? 'XXX';
  return describeMember(agency.keys, { letters, country: 'BE', language: 'fr', endpoint, sizeClass: 10_000 });
}
