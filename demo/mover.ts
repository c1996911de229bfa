import type { AgencyId } from './agencies.ts';
import { called, person, put, use, type Builder } from './network-records.ts';
import { latin } from './names.ts';
import type { TruePerson } from './people.ts';
import { STORY } from './story.ts';

/** Who carried things out of the flat: where he stands, and a namesake who has nothing to do with it. */
export interface Mover {
  readonly person: TruePerson;
  readonly namesake: TruePerson;
  readonly atArd: string;
  readonly atCrp: string;
  readonly namesakeAtCrp: string;
  readonly link: { from: string; to: string; via: string; fromAgency: AgencyId; toAgency: AgencyId };
}

/**
 * The removal man. Arden has his name and his firm from the caretaker of the house, the coastal log book has both from a check of
 * his van, with a telephone that the driver called. No date, no number, no address in common: only name and firm together
 * lead from one record to the other. The log book holds a second man of his name.
 */
export function tellOfTheMover(builder: Builder, driver: TruePerson): Mover {
  const { given, family, firm } = STORY.mover;
  const named = (id: string, birth: string): TruePerson => ({
    ...person(id, latin(given), latin(family), 'M', birth, STORY.flat, []),
    origin: 'dutch',
  });
  const mover: TruePerson = {
    ...named('s0000026', '1983-06-21'),
    phones: [{ number: STORY.moverPhone, sim: null, imei: null }],
    organisation: firm,
  };
  const namesake = named('n0000001', '1967-10-05');
  const atArd = put(builder, mover, 'ard', 'suspect', {
    birth: '',
    birthPlace: '',
    organisation: firm,
    note: 'Selon la concierge, a vidé le logement de nuit. Ni date de naissance ni adresse.',
  });
  const atCrp = put(builder, mover, 'crp', 'contact', {
    birth: '',
    birthPlace: '',
    organisation: firm,
    phones: mover.phones.map((phone) => use(phone, false)),
    event: { number: 'EV2026-00244', kind: 'incident', date: '2026-03-18', place: 'Port-Clairmont' },
    note: 'Fourgon de la société stationné au quai. Dit livrer des meubles.',
  });
  const namesakeAtCrp = put(builder, namesake, 'crp', 'suspect', {
    event: { number: 'EV2025-00917', kind: 'offence', date: '2025-08-02', place: 'Port-Clairmont' },
  });
  put(builder, driver, 'pcs', 'suspect', { phones: [called(STORY.moverPhone)] });
  return {
    person: mover,
    namesake,
    atArd: atArd.key,
    atCrp: atCrp.key,
    namesakeAtCrp: namesakeAtCrp.key,
    link: {
      from: mover.id,
      to: driver.id,
      via: `phone:${STORY.moverPhone}`,
      fromAgency: 'crp',
      toAgency: 'pcs',
    },
  };
}
