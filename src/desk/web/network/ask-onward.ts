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

/** A value with the word or the second value without which it says nothing, or something else. */
function asAsked(value: Value, node: NetworkNode): string {
  const { property, written } = value;
  switch (property) {
    case 'birth-date':
      return `born ${written}`;
    case 'address':
      return withTown(value, node);
    // What a ship is called is nobody's name: the box says so, and asks nothing of it.
    case 'name':
      return node.kind === 'vessel' ? `ship ${written}` : written;
    case 'imo':
    case 'mmsi':
      return `${property.toUpperCase()} ${written.replace(/\D/g, '')}`;
    case 'handle':
      return `${freeValue(node, 'service') ?? ''} ${written}`.trim();
    default:
      return node.kind === 'bank-account' && property === 'number' ? atBank(written, node) : written;
  }
}

/** 'account 4471200961 at QUAYUS33'; an IBAN says by itself where it is. */
function atBank(written: string, node: NetworkNode): string {
  if (/^\s*[A-Z]{2}\d{2}/i.test(written)) return written;
  const [bank, country] = [freeValue(node, 'bank'), freeValue(node, 'country')];
  if (bank !== undefined) return `account ${written} at ${bank}`;
  return country === undefined ? `account ${written}` : `account ${written} (${country})`;
}

function freeValue({ values }: NetworkNode, property: Value['property']): string | undefined {
  return values.find((value) => value.property === property && isFree(value))?.written;
}

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
  const words = usable.map((value) => asAsked(value, node));
  return [...new Set(words)].join(', ');
}
