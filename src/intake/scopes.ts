import type { Connector, SourceRow } from './connector.ts';
import type { CellAccess, Scope } from './field-values.ts';
import type { IssuePath } from './mistake.ts';
import type { EachSpec } from './mapping-schema.ts';

export type Complain = (path: IssuePath, sentence: string) => void;

const SPLIT_PARTS_MAX = 50;

/** Looks names up among the columns of the source. */
export function rowScope(connector: Connector, complain: Complain): Scope {
  const columns = new Map(connector.columns.map((name, at) => [name, at]));
  const folded = new Map(connector.columns.map((name, at) => [name.toLowerCase(), at]));
  return {
    turns: () => 1,
    find(name, path) {
      const column = columns.get(name) ?? folded.get(name.toLowerCase());
      if (column === undefined) {
        // A source without any column is an empty file: the run says so, not the mapping.
        if (connector.columns.length > 0) complain(path, `the source has no column "${name}"`);
        return NOTHING;
      }
      return { column, read: (row) => row.cell(column) };
    },
  };
}

const NOTHING: CellAccess = { column: -1, read: () => null };

/** Looks names up in the repeated thing first, then in the row. */
export function eachScope(
  each: EachSpec | undefined,
  connector: Connector,
  outer: Scope,
  path: IssuePath,
  complain: Complain,
): Scope {
  if (each === undefined) return outer;
  if ('group' in each) return groupScope(each.group, connector, outer, path, complain);
  if ('sets' in each) return setScope(each.sets, outer, path);
  const source = outer.find(each.column, [...path, 'each', 'column']);
  const parts = (row: SourceRow): string[] => {
    const cell = source.read(row, 0);
    const text = typeof cell === 'string' ? cell : cell === null ? '' : cell.written;
    return text.split(each.split, SPLIT_PARTS_MAX);
  };
  return {
    turns: (row) => parts(row).length,
    find(name, at) {
      if (name !== each.as) return outer.find(name, at);
      return {
        column: source.column,
        read(row, turn) {
          const cell = source.read(row, 0);
          return typeof cell === 'string' ? (parts(row)[turn] ?? null) : cell;
        },
      };
    },
  };
}

function groupScope(
  name: string,
  connector: Connector,
  outer: Scope,
  path: IssuePath,
  complain: Complain,
): Scope {
  const group = connector.groups.findIndex((one) => one.name.toLowerCase() === name.toLowerCase());
  if (group < 0 && connector.columns.length > 0)
    complain([...path, 'each', 'group'], `the source has no repeating group "${name}"`);
  const members = new Map(
    (connector.groups[group]?.members ?? []).map((member, at) => [member.toLowerCase(), at]),
  );
  return {
    turns: (row) => (group < 0 ? 0 : row.turns(group)),
    find(wanted, at) {
      const member = members.get(wanted.toLowerCase());
      if (member === undefined) return outer.find(wanted, at);
      return { column: -1, read: (row, turn) => row.member(group, turn, member) };
    },
  };
}

function setScope(sets: readonly Readonly<Record<string, string>>[], outer: Scope, path: IssuePath): Scope {
  const accesses = sets.map(
    (set, at) =>
      new Map(
        Object.entries(set).map(([short, name]) => [
          short,
          outer.find(name, [...path, 'each', 'sets', at, short]),
        ]),
      ),
  );
  return {
    turns: () => sets.length,
    find(wanted, at) {
      if (!Object.hasOwn(sets[0] ?? {}, wanted)) return outer.find(wanted, at);
      return { column: -1, read: (row, turn) => accesses[turn]?.get(wanted)?.read(row, 0) ?? null };
    },
  };
}
