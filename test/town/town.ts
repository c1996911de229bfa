/** A small town for journeys: several whole agencies in one process, each with its own database, keys and ports. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closing, ManualClock, randomId } from '../../src/base/index.ts';
import { KEY_CLASSES, type Purpose, PURPOSES } from '../../src/model/index.ts';
import type { AgreedBudget } from '../../src/oversight/index.ts';
import type { RowDraft } from '../../src/records/index.ts';
import {
  assembleAgreement,
  createAgencyKeys,
  describeMember,
  draftAgreement,
  signAgreement,
} from '../../src/wire/index.ts';
import { quietPorts } from './quiet-ports.ts';
import { settleMember, type TownMember } from './town-member.ts';

export { loadRows, type TownMember } from './town-member.ts';

export interface TownAgency {
  readonly id: string;
  readonly country: string;
  readonly rows: readonly RowDraft[];
}

export interface Town extends AsyncDisposable {
  readonly clock: ManualClock;
  member(id: string): TownMember;
  /** A new agreement, signed by these agencies of the town alone. */
  agreeAmong(...ids: readonly string[]): string;
  /** Everything that is on its way arrives: outboxes, answers, manifests. */
  settle(): Promise<void>;
  /** Every running agency brings its index up to its records, and the others fetch it. */
  publish(): Promise<void>;
}

/** Builds and joins the agencies, loads their rows, publishes and exchanges their indexes. */
export async function buildTown(
  agencies: readonly TownAgency[],
  budgets: AgreedBudget = { perDay: 20_000, perEpoch: 200_000 },
  purposes: readonly Purpose[] = PURPOSES,
  /** True where somebody opens the desks in a browser: the pages must be built. */
  desks = false,
): Promise<Town> {
  const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
  const closing = new Closing();
  const folder = mkdtempSync(join(tmpdir(), 'entente-town-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const ports = await quietPorts(agencies.length);
    const keys = await Promise.all(
      agencies.map(({ id }) =>
        createAgencyKeys(join(folder, id, 'keys'), { agencyId: id, name: `Agency ${id}`, now: clock.now() }),
      ),
    );
    const agreeAmong = (...ids: readonly string[]): string => {
      const parties = agencies.flatMap((agency, at) => (ids.includes(agency.id) ? [{ ...agency, at }] : []));
      const bytes = draftAgreement({
        id: randomId(),
        name: 'Agreement of the town',
        validFrom: new Date(clock.now().getTime() - 86_400_000).toISOString(),
        expiresAt: new Date(clock.now().getTime() + 300 * 86_400_000).toISOString(),
        members: parties.map(({ id, country, at }) =>
          describeMember(keys[at] as (typeof keys)[number], {
            letters: id.toUpperCase(),
            country,
            language: 'en',
            endpoint: `https://127.0.0.1:${ports[at]}`,
            sizeClass: 10_000,
          }),
        ),
        purposes: [...purposes],
        budgets: Object.fromEntries(KEY_CLASSES.map((keyClass) => [keyClass, budgets])),
      });
      return assembleAgreement(
        bytes,
        parties.map(({ at }) => signAgreement(keys[at] as (typeof keys)[number], bytes)),
      );
    };
    const agreementText = agreeAmong(...agencies.map(({ id }) => id));
    const members = new Map<string, TownMember>();
    for (const [at, { id, country, rows }] of agencies.entries()) {
      const place = { folder, id, country, peerPort: ports[at] ?? 0, agreementText, clock, desks };
      const member = await settleMember(place, rows);
      closing.add(() => member[Symbol.asyncDispose]());
      members.set(id, member);
    }
    const town: Town = {
      clock,
      agreeAmong,
      member(id) {
        const member = members.get(id);
        if (member === undefined) throw new Error(`the town has no agency ${id}`);
        return member;
      },
      async settle() {
        for (let round = 0; round < 3; round += 1) {
          for (const member of running()) await member.agency.outbox.drain();
          for (const member of running()) await member.agency.exchange.drain();
        }
      },
      async publish() {
        for (const member of running()) await member.agency.exchange.publish();
        await town.settle();
      },
      [Symbol.asyncDispose]: () => closing.close(),
    };
    const running = (): readonly TownMember[] => [...members.values()].filter((member) => member.isRunning());
    await town.publish();
    for (const member of running()) await member.agency.exchange.refreshPartners();
    return town;
  } catch (error) {
    await closing.close();
    throw error;
  }
}
