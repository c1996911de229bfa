import type { SourceGroup } from './connector.ts';
import { IntakeError } from './errors.ts';
import type { SqlFormat } from './mapping-schema.ts';

export interface SqlPlan {
  readonly text: string;
  readonly columns: readonly string[];
  readonly groups: readonly SourceGroup[];
  /** Quoted names of every table that is read. */
  readonly tables: readonly string[];
}

export const MANY_ROWS_MAX = 1_000;

/** The one SELECT that a mapping's table, columns and joins mean. Every name is quoted; nothing of the mapping is SQL. */
export function buildSelect(format: SqlFormat): SqlPlan {
  const joins = format.join ?? [];
  const single = joins.filter((join) => join.many !== true);
  const many = joins.filter((join) => join.many === true);
  const columns = [
    ...format.columns,
    ...single.flatMap((join) => join.columns.map((column) => `${join.as}.${column}`)),
  ];
  const known = new Set(['base', ...single.map((join) => join.as)]);
  const side = (name: string): string => {
    const dot = name.indexOf('.');
    const alias = dot < 0 ? 'base' : name.slice(0, dot);
    if (!known.has(alias))
      throw new IntakeError('mapping-invalid', 'a join refers to an alias that is not a single join');
    return `${quoted(alias)}.${quoted(dot < 0 ? name : name.slice(dot + 1))}`;
  };
  const on = (join: Join): string =>
    Object.entries(join.on)
      .map(([main, joined]) => `${quoted(join.as)}.${quoted(joined)} = ${side(main)}`)
      .join(' AND ');
  const selected = [
    ...format.columns.map((column) => `${quoted('base')}.${quoted(column)}::text`),
    ...single.flatMap((join) => join.columns.map((column) => `${quoted(join.as)}.${quoted(column)}::text`)),
    ...many.map((join) => `coalesce(${quoted(join.as)}."rows", '[]')`),
  ];
  const text = [
    `SELECT ${selected.join(', ')} FROM ${table(format.table)} AS ${quoted('base')}`,
    ...single.map((join) => `LEFT JOIN ${table(join.table)} AS ${quoted(join.as)} ON ${on(join)}`),
    ...many.map((join) => `LEFT JOIN (${gathered(join)}) AS ${quoted(join.as)} ON ${on(join)}`),
    `ORDER BY ${format.key.map((column) => `${quoted('base')}.${quoted(column)}`).join(', ')}`,
  ].join(' ');
  return {
    text,
    columns,
    groups: many.map((join) => ({ name: join.as, members: join.columns })),
    tables: [format.table, ...joins.map((join) => join.table)].map(table),
  };
}

type Join = NonNullable<SqlFormat['join']>[number];

/** The rows of a `many` join, gathered once for all main rows (one pass, not one look-up a row). */
function gathered(join: Join): string {
  const by = [...new Set(Object.values(join.on))].map(quoted).join(', ');
  const cells = join.columns.map((column) => `${quoted(column)}::text`).join(', ');
  const order = join.columns.map((column) => `${quoted(column)}::text`).join(', ');
  return `SELECT ${by}, CASE WHEN count(*) <= ${MANY_ROWS_MAX} THEN json_agg(json_build_array(${cells}) ORDER BY ${order}) ELSE '"crowded"'::json END AS "rows" FROM ${table(join.table)} GROUP BY ${by}`;
}

function table(name: string): string {
  return name.split('.').map(quoted).join('.');
}

/** PostgreSQL manual §4.1.1: a quoted identifier may hold anything but a NUL; its quotes are doubled. */
function quoted(name: string): string {
  if (name.includes('\u0000') || name === '')
    throw new IntakeError('mapping-invalid', 'the name of a table or column is empty or holds a NUL');
  return `"${name.replaceAll('"', '""')}"`;
}
