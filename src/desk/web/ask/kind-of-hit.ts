import type { HitView } from '../../api/contract.ts';
import type { EntityKind, KeyClass } from '../../../model/index.ts';

const KINDS: Readonly<Record<KeyClass, EntityKind>> = {
  person: 'person',
  communication: 'phone',
  document: 'document',
  vehicle: 'vehicle',
  place: 'address',
};

/** The shape a hit is drawn with: what the agreeing key is about. What lies behind it is not known. */
export function kindOfHit(hit: HitView): EntityKind {
  const [first] = hit.keys;
  return first === undefined ? 'case' : KINDS[first.keyClass];
}
