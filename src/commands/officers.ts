/** `entente officers`: who may sign in at an agency's desk. The operator's own hand on the database; each change is in the ledger. */
import { systemClock } from '../base/index.ts';
import { readConfig } from '../config.ts';
import { MIGRATION_PLAN } from '../migration-plan.ts';
import type { Role } from '../model/index.ts';
import {
  createOfficer,
  createOversight,
  disableOfficer,
  findOfficer,
  listOfficers,
  type Officer,
  type Oversight,
  setPassword,
} from '../oversight/index.ts';
import { type Database, migrate, openDatabase, type Transaction } from '../store/index.ts';
import { CommandError } from './errors.ts';
import { readPassword } from './password-file.ts';
import { openOwnDatabase } from './serve.ts';

interface Of {
  readonly config: string;
}
interface WithPassword extends Of {
  readonly passwordFile: string;
}

export async function addOfficer(
  name: string,
  options: WithPassword & { readonly role: Role },
): Promise<void> {
  const password = readPassword(options.passwordFile);
  await withAgency(options, ({ change }) =>
    change('officer-added', (tx) => createOfficer(tx, { name, role: options.role, password })),
  );
  process.stdout.write(`${name.trim()} may sign in as ${options.role}\n`);
}

export async function changePassword(name: string, options: WithPassword): Promise<void> {
  const password = readPassword(options.passwordFile);
  await withAgency(options, async ({ database, change }) => {
    const { id } = await named(database, name);
    await change('password-set', (tx) => setPassword(tx, id, password));
  });
  process.stdout.write(
    `${name.trim()} has another password; whoever was signed in under the old one is signed out\n`,
  );
}

export async function disableOfficerNamed(name: string, options: Of): Promise<void> {
  await withAgency(options, async ({ database, change }) => {
    const { id } = await named(database, name);
    await change('officer-disabled', (tx) => disableOfficer(tx, id));
  });
  process.stdout.write(`${name.trim()} may not sign in any more; what they did stays under their id\n`);
}

export async function showOfficers(options: Of & { readonly json: boolean }): Promise<void> {
  const officers = await withAgency(options, ({ database }) => listOfficers(database));
  if (options.json) {
    for (const { id, name, role, disabledAt } of officers)
      process.stdout.write(`${JSON.stringify({ id, name, role, disabledAt })}\n`);
    return;
  }
  if (officers.length === 0) process.stdout.write('nobody may sign in yet\n');
  for (const { name, role, disabledAt } of officers)
    process.stdout.write(
      `${name}, ${role}${disabledAt === null ? '' : `, disabled ${disabledAt.toISOString().slice(0, 10)}`}\n`,
    );
}

interface Agency {
  readonly database: Database;
  /** One change with its entries in the ledger. */
  readonly change: (rule: string, work: (tx: Transaction) => Promise<unknown>) => Promise<void>;
}

async function withAgency<T>({ config: file }: Of, work: (agency: Agency) => Promise<T>): Promise<T> {
  const config = readConfig(file);
  const opened = await openOwnDatabase(config);
  const database = openDatabase({ url: opened.url, connectionsMax: 3 });
  try {
    await migrate(database, MIGRATION_PLAN);
    const oversight: Oversight = createOversight({
      database,
      clock: systemClock,
      agencyId: config.agency.id,
    });
    const change: Agency['change'] = (rule, act) =>
      oversight.permit({ act: 'configure', actor: { type: 'system' } }, async (tx) => {
        await act(tx);
        return { value: undefined, outcome: { result: 'done', count: 1, rule } };
      });
    return await work({ database, change });
  } finally {
    await database.close();
    await opened.server?.stop();
  }
}

async function named(database: Database, name: string): Promise<Officer> {
  const found = await findOfficer(database, name);
  if (found === null) throw new CommandError('usage', `no officer is called ${name.trim()}`);
  return found;
}
