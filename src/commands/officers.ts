/** `entente officers`: who may sign in at an agency's desk. The operator's own hand on the database; each change is in the ledger. */
import type { Role } from '../model/index.ts';
import {
  createOfficer,
  disableOfficer,
  findOfficer,
  listOfficers,
  type Officer,
  setPassword,
} from '../oversight/index.ts';
import type { Database, Transaction } from '../store/index.ts';
import { CommandError } from './errors.ts';
import { readPassword } from './password-file.ts';
import { withOwnAgency } from './own-agency.ts';

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

function withAgency<T>({ config }: Of, work: (agency: Agency) => Promise<T>): Promise<T> {
  return withOwnAgency(config, ({ database, oversight }) => {
    const change: Agency['change'] = (rule, act) =>
      oversight.permit({ act: 'configure', actor: { type: 'system' } }, async (tx) => {
        await act(tx);
        return { value: undefined, outcome: { result: 'done', count: 1, rule } };
      });
    return work({ database, change });
  });
}

async function named(database: Database, name: string): Promise<Officer> {
  const found = await findOfficer(database, name);
  if (found === null) throw new CommandError('usage', `no officer is called ${name.trim()}`);
  return found;
}
