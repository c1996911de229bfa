import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, randomId, systemClock, toBase64Url } from '../src/base/index.ts';
import { blindBatches, buildMessage, toBody } from '../src/exchange/index.ts';
import { KEY_VERSION } from '../src/match/index.ts';
import { elementsRoot } from '../src/sealed/index.ts';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  parseAgreement,
  signAgreement,
} from '../src/wire/index.ts';

const DAY_MS = 86_400_000;
const AGENCIES = ['asker', 'owner'] as const;

/** The bytes of one whole message that asks so many keys of one class: padded, signed, sealed to the partner. */
export async function questionBytes(keys: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-message-'));
  try {
    const made = await Promise.all(
      AGENCIES.map((id) => createAgencyKeys(join(folder, id), { agencyId: id, name: id })),
    );
    const now = Date.now();
    const draft = draftAgreement({
      id: randomId(),
      name: 'Two',
      validFrom: new Date(now - DAY_MS).toISOString(),
      expiresAt: new Date(now + DAY_MS).toISOString(),
      members: made.map((one, at) =>
        describeMember(one, {
          letters: at === 0 ? 'ASK' : 'OWN',
          country: 'BE',
          language: 'fr',
          endpoint: `https://127.0.0.1:${7000 + at}`,
          sizeClass: 10_000,
        }),
      ),
      purposes: ['investigate-offence'],
      budgets: { communication: { perDay: 1_000, perEpoch: 10_000 } },
    });
    const [asker] = made;
    if (asker === undefined) throw new Error('assertion failed: two were made');
    const agreement = parseAgreement(
      assembleAgreement(
        draft,
        made.map((one) => signAgreement(one, draft)),
      ),
      new Date(now),
      asker,
    );
    const context = { clock: systemClock, keys: asker, agreement: () => agreement, agencyId: 'asker' };
    const body = toBody(await questionOf(keys));
    return buildMessage(context, { id: randomId(), to: 'owner', kind: 'match-query', body }).bytes.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function questionOf(keys: number): Promise<Readonly<Record<string, unknown>>> {
  const planned = Array.from({ length: keys }, (_, at) => ({
    keyClass: 'communication' as const,
    rule: 'phone' as const,
    family: 'phone' as const,
    value: `+33639980${at}`,
    about: `phone ${at}`,
    subjectPart: `${at}`,
    strength: 'full' as const,
  }));
  const batches = await blindBatches(planned, new Uint8Array(randomBytes(32)), new Map());
  const elements = batches.flatMap((batch) => batch.elements.map(({ blinded }) => blinded));
  return {
    handle: randomId(),
    officerHandle: randomId(),
    epoch: 1,
    keyVersion: KEY_VERSION,
    purpose: 'investigate-offence',
    offence: 'organised-crime',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    elementsRoot: toBase64Url(elementsRoot(elements)),
    classes: [
      {
        keyClass: 'communication',
        elements: toBase64Url(concatBytes(...elements)),
      },
    ],
    standing: 0,
    leaf: randomBytes(32).toString('hex'),
  };
}
