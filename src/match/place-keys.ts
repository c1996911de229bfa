import { standardiseAddress } from './address.ts';
import type { KeyDrawer } from './key-drawer.ts';
import { type KeyOptions, VALUES_MAX } from './key-options.ts';
import { standardiseOrganisation, type StandardOrganisation } from './organisation.ts';
import type { Subject } from './subject.ts';

/** As it was written, with its town: a person must know it again. */
function aboutAddress({ text, city }: Subject['addresses'][number]): string {
  return `address ${text}${city === undefined || text.includes(city) ? '' : `, ${city}`}`.slice(0, 200);
}

/** The keys of addresses and organisations. */
export function placeKeys(subject: Subject, o: KeyOptions, drawer: KeyDrawer): void {
  for (const written of subject.addresses.slice(0, VALUES_MAX)) {
    const address = standardiseAddress(written);
    if (address === null) drawer.withhold('address', 'no street can be read in it');
    else if (address.number === null) drawer.withhold('address', 'no house number: too vague');
    else if (address.city === null) drawer.withhold('address', 'no town: too vague');
    else {
      // The town tells the country better than a clerk's form does, so the country is no part of the key.
      const value = `${address.city}|${address.street}|${address.number}|${address.box ?? ''}`;
      drawer.put('address', value, aboutAddress(written), written.text);
    }
  }
  const named = subject.kind === 'organisation' ? subject.names.map((name) => ({ name })) : [];
  for (const written of [...named, ...subject.organisations].slice(0, VALUES_MAX)) {
    const organisation = standardiseOrganisation(written);
    if (organisation === null) drawer.withhold('organisation', 'nothing but a legal form');
    else if (organisation.distinctive === 0) drawer.withhold('organisation', 'only words many firms share');
    else drawer.put('organisation', ...organisationKey(organisation, o), written.name);
  }
  for (const written of (subject.employers ?? []).slice(0, VALUES_MAX)) {
    const organisation = standardiseOrganisation(written);
    if (organisation !== null && organisation.distinctive > 0)
      drawer.putHalf('organisation', ...organisationKey(organisation, o), written.name);
  }
}

/** The key's value, and what it is about. */
function organisationKey(organisation: StandardOrganisation, o: KeyOptions): [string, string] {
  const country = organisation.country ?? o.defaultCountry;
  return [
    `${organisation.skeletons.join(' ')}|${country}`,
    `organisation ${organisation.canonical} (${country})`,
  ];
}
