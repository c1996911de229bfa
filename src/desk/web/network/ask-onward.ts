import type { NetworkNode } from '../../api/contract.ts';
import { mayAskOnward } from '../../../model/index.ts';

const NAMES = new Set(['name', 'alias']);
const WORTH_ASKING = new Set([
  ...NAMES,
  'birth-date',
  'number',
  'iccid',
  'imsi',
  'imei',
  'plate',
  'vin',
  'imo',
  'mmsi',
  'handle',
  'address',
  'national-number',
]);

/** Without its town an address is too vague to be asked. */
function withTown({ written, owner }: Value, { values }: NetworkNode): string {
  const towns = values.filter((value) => value.property === 'city' && isFree(value));
  const town = towns.find((value) => value.owner === owner) ?? towns[0];
  return town === undefined ? written : `${written}, ${town.written}`;
}

type Value = NetworkNode['values'][number];

function isFree({ received, handling }: Value): boolean {
  return !received || mayAskOnward(handling);
}

/** The words for the Ask box: only values whose codes let them be asked onward; own values always may. */
export function askText(node: NetworkNode): string {
  const usable = node.values.filter((value) => WORTH_ASKING.has(value.property) && isFree(value));
  const words = usable.map((value) => {
    if (value.property === 'birth-date') return `born ${value.written}`;
    return value.property === 'address' ? withTown(value, node) : value.written;
  });
  return [...new Set(words)].join(', ');
}
