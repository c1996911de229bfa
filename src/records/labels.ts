import type { EntityKind, Property } from '../model/index.ts';

const FIRST_OF: Readonly<Record<EntityKind, readonly Property[]>> = {
  person: ['name', 'alias'],
  organisation: ['name'],
  address: ['address', 'city'],
  phone: ['number'],
  sim: ['iccid', 'imsi'],
  device: ['imei'],
  'online-account': ['handle'],
  document: ['number'],
  vehicle: ['plate', 'vin'],
  vessel: ['name', 'imo', 'mmsi'],
  firearm: ['number'],
  'bank-account': ['number'],
  event: ['event-kind', 'name'],
  exhibit: ['number', 'name'],
  case: ['name', 'number'],
};

/** The few words by which people call an entity: its first name, number or plate; its kind where it has none. */
export function labelOf(entity: {
  readonly kind: EntityKind;
  readonly statements: readonly { readonly property: Property; readonly written: string }[];
}): string {
  for (const property of FIRST_OF[entity.kind]) {
    const statement = entity.statements.find((candidate) => candidate.property === property);
    if (statement === undefined) continue;
    if (entity.kind === 'exhibit') return exhibitLabel(statement, entity.statements);
    if (entity.kind !== 'address') return statement.written;
    const city = entity.statements.find((candidate) => candidate.property === 'city');
    return city === undefined || city === statement
      ? statement.written
      : `${statement.written}, ${city.written}`;
  }
  return entity.kind;
}

/** "2026-0417-03 (SIM)": what an exhibit is called may be what it is a kind of, and many have that in common. */
function exhibitLabel(
  first: { readonly property: Property; readonly written: string },
  all: readonly { readonly property: Property; readonly written: string }[],
): string {
  const name = all.find(({ property }) => property === 'name')?.written;
  return name === undefined || name === first.written ? first.written : `${first.written} (${name})`;
}
