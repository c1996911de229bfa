/** One agency's desk over a fresh database, with real oversight, records and exchange, for the tests of this folder. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUICK_PASSWORDS } from '../../../test/town/quick-passwords.ts';
import { ManualClock } from '../../base/index.ts';
import { createExchange, type ExchangeParts } from '../../exchange/index.ts';
import { readEntries } from '../../ledger/index.ts';
import { PURPOSES, type Role } from '../../model/index.ts';
import { createCase, createOfficer, createOversight } from '../../oversight/index.ts';
import { beginLoad, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import type { Database } from '../../store/index.ts';
import type { DeskServices, DeskSession } from '../api/services.ts';
import { createDeskServices } from './desk-services.ts';
import type { AgreementFacts, DeskServicesParts } from './parts.ts';

export const PASSWORD = 'eleven blue herons';
export const MORNING = new Date('2026-11-23T08:00:00Z');

const member = (id: string, name: string, country: string) => ({
  id,
  letters: id.toUpperCase(),
  name,
  country,
  language: 'en',
  sizeClass: 10_000,
});

/** The agreement names this agency second: hues and order must not depend on coming first. */
const AGREEMENT: AgreementFacts = {
  members: [
    member('crp', 'Coastal Region Police', 'FR'),
    member('jpn', 'Judicial Police North', 'BE'),
    member('fio', 'Federal Inquiry Office', 'DE'),
  ],
  name: 'Agreement of the test desk',
  expiresAt: new Date('2027-11-23T00:00:00Z'),
  purposes: PURPOSES,
  budgets: {
    communication: { perDay: 2_000, perEpoch: 20_000 },
    person: { perDay: 4_000, perEpoch: 40_000 },
  },
};

export interface TestDesk {
  readonly database: Database;
  readonly services: DeskServices;
  readonly clock: ManualClock;
  readonly officer: (role: Role) => Promise<DeskSession>;
  readonly openCase: (officer: DeskSession) => Promise<string>;
  readonly load: (
    rows: readonly RowDraft[],
    origin?: { readonly name: string; readonly hash: string },
  ) => Promise<void>;
  /** Acts in the ledger, each with its results in the order of writing. */
  readonly acts: () => Promise<readonly string[]>;
}

export function openDesk(database: Database, more: Partial<DeskServicesParts> = {}): TestDesk {
  const clock = new ManualClock(MORNING);
  const passwordCost = QUICK_PASSWORDS;
  const oversight = createOversight({ database, clock, agencyId: 'jpn', passwordCost });
  // No partner has an index here, so nothing is ever sealed or sent: keys, files and connections are never touched.
  const folder = join(tmpdir(), 'entente-desk-without-files');
  const exchange = createExchange({
    agencyId: 'jpn',
    country: 'BE',
    database,
    clock,
    oversight,
    agreement: () => AGREEMENT,
    keyFolder: folder,
    segmentFolder: join(folder, 'segments'),
    log: () => {},
  } as unknown as ExchangeParts);
  const services = createDeskServices({
    agency: { ...member('jpn', 'Judicial Police North', 'BE') },
    database,
    clock,
    oversight,
    exchange,
    agreement: () => AGREEMENT,
    status: () => ({ ready: true, steps: [], ledger: { entries: 0, checkpointAt: null } }),
    verifyLedger: () => null,
    ...more,
  });
  return {
    database,
    services,
    clock,
    async officer(role) {
      const name = `Officer ${role}`;
      const officer = { name, role, password: PASSWORD, passwordCost };
      const officerId = await createOfficer(database, officer);
      return { token: `token-${role}`, officerId, name, role, background: false };
    },
    openCase: ({ officerId }) =>
      createCase(database, { reference: 'JPN-2026-0417', title: 'Quay', officerId }),
    async load(rows, origin = { name: 'PERSREG.EBC', hash: 'f' }) {
      await database.transaction(async (tx) => {
        const input = { agencyId: 'jpn', source: 'persreg', mode: 'full', mappingHash: 'm' } as const;
        const id = await beginLoad(tx, { ...input, origin: origin.name, originHash: origin.hash });
        await stageRows(tx, { id, agencyId: 'jpn', source: 'persreg', country: 'BE' }, rows);
        await publishLoad(tx, id);
      });
    },
    async acts() {
      const rows = await readEntries(database, { limit: 1_000 });
      return rows.map(
        ({ entry }) => `${entry.act} ${entry.kind === 'intent' ? entry.policy.decision : entry.result}`,
      );
    },
  };
}
