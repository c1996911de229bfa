import type { ByteSource } from './byte-source.ts';
import type { Connector, ConnectorContext } from './connector.ts';
import { openCopybook } from './connector-copybook.ts';
import { openCsv } from './connector-csv.ts';
import { openDbf } from './connector-dbf.ts';
import { openSql } from './connector-sql.ts';
import { openXlsx } from './connector-xlsx.ts';
import { IntakeError } from './errors.ts';
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
import type { Mapping } from './mapping-file.ts';

/** Where the rows come from: the bytes of a file, or the address of a database (read from the operator's secret file). */
export type IntakeSource = ByteSource | { readonly databaseUrl: string };

/** Opens a source with the connector of the mapping's format. The caller closes it. */
export async function openSource(
  source: IntakeSource,
  mapping: Mapping,
  limits: IntakeLimits = DEFAULT_LIMITS,
): Promise<Connector> {
  const context: ConnectorContext = { limits };
  const format = mapping.spec.format;
  if ('databaseUrl' in source) {
    if (format.type !== 'sql')
      throw new IntakeError('file-unreadable', 'the mapping reads a file, but a database was given');
    return openSql(source.databaseUrl, format, context);
  }
  if (format.type === 'sql')
    throw new IntakeError('connection-unknown', 'the mapping reads a database, but a file was given');
  try {
    return await openFile(source, mapping, context);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openFile(source: ByteSource, mapping: Mapping, context: ConnectorContext): Promise<Connector> {
  const format = mapping.spec.format;
  const { limits } = context;
  const size = await source.size();
  if (size > limits.fileBytesMax)
    throw new IntakeError(
      'file-too-large',
      `the file has ${size} bytes, at most ${limits.fileBytesMax} are read`,
    );
  switch (format.type) {
    case 'copybook':
      return openCopybook(source, format, mapping.copybookText ?? '', context);
    case 'csv':
      return openCsv(source, format, context);
    case 'dbf':
      return openDbf(source, format, context);
    case 'xlsx':
      return openXlsx(source, format, context);
    case 'sql':
      throw new IntakeError('connection-unknown', 'the mapping reads a database, but a file was given');
  }
}
