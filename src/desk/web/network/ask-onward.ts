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
  'handle',
  'address',
  'national-number',
]);

/** The words for the Ask box: only values whose codes let them be asked onward; own values always may. */
export function askText(node: NetworkNode): string {
  const usable = node.values.filter(
    (value) => WORTH_ASKING.has(value.property) && (!value.received || mayAskOnward(value.handling)),
  );
  const words = usable.map((value) =>
    value.property === 'birth-date' ? `born ${value.written}` : value.written,
  );
  return [...new Set(words)].join(', ');
}
