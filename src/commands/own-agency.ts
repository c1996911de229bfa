import { systemClock } from '../base/index.ts';
import { type AgencyConfig, readConfig } from '../config.ts';
import { MIGRATION_PLAN } from '../migration-plan.ts';
import { createOversight, type Oversight } from '../oversight/index.ts';
import { type Database, migrate, openDatabase } from '../store/index.ts';
import { openOwnDatabase } from './serve.ts';

/** What a command has that acts in an agency's own house while no request of a desk stands behind it. */
export interface OwnAgency {
  readonly config: AgencyConfig;
  readonly database: Database;
  readonly oversight: Oversight;
}

/** Opens the agency of this configuration for one piece of work, and closes it again whatever comes of it. */
export async function withOwnAgency<T>(file: string, work: (agency: OwnAgency) => Promise<T>): Promise<T> {
  const config = readConfig(file);
  const opened = await openOwnDatabase(config);
  const database = openDatabase({ url: opened.url, connectionsMax: 3 });
  try {
    await migrate(database, MIGRATION_PLAN);
    const oversight = createOversight({ database, clock: systemClock, agencyId: config.agency.id });
    return await work({ config, database, oversight });
  } finally {
    await database.close();
    await opened.server?.stop();
  }
}
