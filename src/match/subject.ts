/**
 * Everything that is compared of one person, organisation or thing, as plain strings as written. The same shape serves a
 * record with what surrounds it and an asker's subject.
 */
export interface Subject {
  kind: 'person' | 'organisation' | 'thing' | 'event' | 'address';
  /** Of the person or the organisation. */
  names: string[];
  /** 'YYYY-MM-DD', 'YYYY-MM', 'YYYY', or as typed. */
  birthDates: string[];
  birthPlaces: string[];
  nationalNumbers: { country: string; number: string }[];
  /** `seenOn`: ISO dates. */
  phones: { number: string; seenOn?: string[] }[];
  sims: { iccid?: string; imsi?: string }[];
  devices: { imei: string }[];
  simDevicePairs: { iccid?: string; imsi?: string; imei: string }[];
  documents: { kind: string; issuer: string; number: string }[];
  /**
   * `coin`: an address of a public ledger of coins. `number`: of a bank, IBAN or not, with the `bank` (BIC, code or name) or `country` that it
   * is of. `handle`: an e-mail address, or a name at a `service`.
   */
  accounts: {
    iban?: string;
    email?: string;
    coin?: string;
    number?: string;
    bank?: string;
    country?: string;
    handle?: string;
    service?: string;
  }[];
  vehicles: { plate?: string; country?: string; vin?: string }[];
  addresses: { text: string; city?: string; country?: string; postcode?: string }[];
  organisations: { name: string; country?: string }[];
  /** Organisations a person belongs to: no key of theirs stands for the person, only one joined with a name. */
  employers?: { name: string; country?: string }[];
  /** As written: 'male', 'F', 'vrouw'. */
  sexes?: string[];
  occupations?: string[];
  vessels?: { imo?: string; mmsi?: string }[];
  /** Asked: when its numbers are thought to have been in use, as ISO 8601 intervals of days ('2016-03-03/2016-03-20'). */
  seenWithin?: string[];
  /** Two numbers that were in contact. */
  phoneContacts?: { number: string; with: string }[];
  /** A number and the handset it was seen in. */
  phoneDevicePairs?: { number: string; imei: string }[];
}

/** A subject of which nothing is known yet. */
export function emptySubject(kind: Subject['kind']): Subject {
  return {
    kind,
    names: [],
    birthDates: [],
    birthPlaces: [],
    nationalNumbers: [],
    phones: [],
    sims: [],
    devices: [],
    simDevicePairs: [],
    documents: [],
    accounts: [],
    vehicles: [],
    addresses: [],
    organisations: [],
  };
}
