import type { Subject } from '../match/index.ts';
import type { HeldEntity, HeldRelation } from './entities.ts';

/** What may be compared of an entity's properties, in the order given. */
export type Values = (from: HeldEntity, ...properties: readonly string[]) => string[];

/** An organisation's names, each with its country where that is known. */
export function organisationsOf(entity: HeldEntity, values: Values): Subject['organisations'] {
  const country = values(entity, 'country')[0];
  return values(entity, 'name', 'alias').map((name) => ({ name, ...given({ country }) }));
}

/**
 * Adds the numbers and signs of one thing to those of the subject that it belongs to. `seenOn`: ISO dates on which the subject's
 * things were seen together; a link's own date counts beside them.
 */
export function pushThing(
  subject: Subject,
  thing: HeldEntity,
  relation: HeldRelation | undefined,
  seenOn: readonly string[],
  values: Values,
): void {
  const first = (property: string): string | undefined => values(thing, property)[0];
  switch (thing.kind) {
    case 'phone': {
      const dates = [...seenOn, ...(relation?.validFrom === undefined ? [] : [relation.validFrom])];
      for (const number of values(thing, 'number'))
        subject.phones.push({ number, ...(dates.length === 0 ? {} : { seenOn: dates }) });
      break;
    }
    case 'sim': {
      const sim = given({ iccid: first('iccid'), imsi: first('imsi') });
      if (Object.keys(sim).length > 0) subject.sims.push(sim);
      break;
    }
    case 'device':
      for (const imei of values(thing, 'imei')) subject.devices.push({ imei });
      break;
    case 'document': {
      const kind = first('document-kind') ?? '';
      const issuer = first('issuer') ?? '';
      for (const number of values(thing, 'number')) subject.documents.push({ kind, issuer, number });
      break;
    }
    case 'bank-account':
      for (const number of values(thing, 'number'))
        subject.accounts.push({ number, ...given({ bank: first('bank'), country: first('country') }) });
      break;
    case 'online-account':
      for (const handle of values(thing, 'handle'))
        subject.accounts.push({ handle, ...given({ service: first('service') }) });
      break;
    case 'vehicle': {
      for (const plate of values(thing, 'plate'))
        subject.vehicles.push({ plate, ...given({ country: first('plate-country') }) });
      const vin = first('vin');
      if (vin !== undefined) subject.vehicles.push({ vin });
      break;
    }
    case 'vessel': {
      const vessel = given({ imo: first('imo'), mmsi: first('mmsi') });
      if (Object.keys(vessel).length > 0) (subject.vessels ??= []).push(vessel);
      break;
    }
    case 'address':
      for (const text of values(thing, 'address'))
        subject.addresses.push({ text, ...given({ city: first('city'), country: first('country') }) });
      break;
    default:
      break;
  }
}

/** Without the parts that are not known. */
function given<Part extends string>(parts: Record<Part, string | undefined>): Partial<Record<Part, string>> {
  const known = Object.entries(parts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Record<Part, string>>;
}
