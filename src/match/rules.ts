import type { KeyClass } from '../model/index.ts';

/** Keys of two versions never compare: raise it with every change that moves a key value. */
export const KEY_VERSION = 3;

/**
 * Every rule: one conjunction of values, one sealed input. `sentence` is what a hit by this rule says, no more. Rules of
 * one `family` say the same thing in several ways: two half keys prove something together only across families.
 */
export const RULES = [
  {
    rule: 'phone',
    keyClass: 'communication',
    family: 'phone',
    sentence: 'The phone number agrees exactly.',
  },
  {
    rule: 'imei',
    keyClass: 'communication',
    family: 'imei',
    sentence: 'The handset number (IMEI) agrees exactly.',
  },
  {
    rule: 'imsi',
    keyClass: 'communication',
    family: 'imsi',
    sentence: 'The subscriber number (IMSI) agrees exactly.',
  },
  {
    rule: 'iccid',
    keyClass: 'communication',
    family: 'iccid',
    sentence: 'The SIM card number agrees exactly.',
  },
  {
    rule: 'phone+week',
    keyClass: 'communication',
    family: 'phone',
    sentence: 'The phone number agrees exactly and was seen in the same week.',
  },
  {
    rule: 'phone+name',
    keyClass: 'communication',
    family: 'phone',
    sentence: 'The phone number agrees exactly, and one name of whoever uses it.',
  },
  {
    rule: 'phone+contact',
    keyClass: 'communication',
    family: 'phone',
    sentence: 'The same two phone numbers were in contact.',
  },
  {
    rule: 'phone+device',
    keyClass: 'communication',
    family: 'phone',
    sentence: 'The same phone number was seen in the same handset.',
  },
  {
    rule: 'sim+device',
    keyClass: 'communication',
    family: 'sim+device',
    sentence: 'The same SIM card was seen in the same handset.',
  },
  {
    rule: 'name+birthdate',
    keyClass: 'person',
    family: 'person-name',
    sentence:
      'One name agrees in one of its spellings, and the full birth date (day and month in either order).',
  },
  {
    rule: 'names+birthdate',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'Two names agree, and the full birth date (day and month in either order).',
  },
  {
    rule: 'names+birthyear',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'Two or three names agree; of the birth date only the year. This may be another person.',
  },
  {
    rule: 'spelled-names+birthyear',
    keyClass: 'person',
    family: 'person-name',
    sentence:
      'Two names agree and are spelled nearly alike; of the birth date only the year. This may be another person.',
  },
  {
    rule: 'names+birthplace',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'Two names agree, and the place of birth. This may be another person.',
  },
  {
    rule: 'names+birthday',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'Two names agree, and day and month of birth without the year. This may be another person.',
  },
  {
    rule: 'rare-names',
    keyClass: 'person',
    family: 'person-name',
    sentence:
      'Two or three names agree that seldom come together; no date agrees. This may be another person.',
  },
  {
    rule: 'name+beginning+birthdate',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'One name agrees, the beginning of another, and the full birth date.',
  },
  {
    rule: 'name+beginning+birthyear',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'One name agrees, the beginning of another, and the year of birth. This may be another person.',
  },
  {
    rule: 'name+beginning',
    keyClass: 'person',
    family: 'person-name',
    sentence:
      'One rare name agrees, and the beginning of another; no date agrees. This may be another person.',
  },
  {
    rule: 'beginnings+birthdate',
    keyClass: 'person',
    family: 'person-name',
    sentence: 'The beginnings of two names agree, and the full birth date. This may be another person.',
  },
  {
    rule: 'national-number+name',
    keyClass: 'person',
    family: 'national-number',
    sentence: 'The national number agrees exactly, and one name.',
  },
  {
    rule: 'document',
    keyClass: 'document',
    family: 'document',
    sentence: 'The document agrees exactly in kind, issuer and number.',
  },
  {
    rule: 'iban',
    keyClass: 'document',
    family: 'iban',
    sentence: 'The bank account number agrees exactly.',
  },
  {
    rule: 'account',
    keyClass: 'document',
    family: 'account',
    sentence: 'The account agrees exactly, and the bank, country or service that it is with.',
  },
  {
    rule: 'crypto-address',
    keyClass: 'document',
    family: 'crypto-address',
    sentence: 'The address of coins agrees exactly.',
  },
  { rule: 'email', keyClass: 'document', family: 'email', sentence: 'The e-mail address agrees exactly.' },
  {
    rule: 'plate',
    keyClass: 'vehicle',
    family: 'plate',
    sentence: 'The plate agrees exactly, and its country.',
  },
  {
    rule: 'vin',
    keyClass: 'vehicle',
    family: 'vin',
    sentence: 'The vehicle number (VIN) agrees exactly.',
  },
  {
    rule: 'imo',
    keyClass: 'vehicle',
    family: 'imo',
    sentence: 'The ship number (IMO) agrees exactly.',
  },
  {
    rule: 'mmsi',
    keyClass: 'vehicle',
    family: 'mmsi',
    sentence: 'The number of the ship’s radio station (MMSI) agrees exactly.',
  },
  {
    rule: 'address',
    keyClass: 'place',
    family: 'address',
    sentence: 'The address agrees in street, number, flat and town.',
  },
  {
    rule: 'organisation',
    keyClass: 'place',
    family: 'organisation',
    sentence: 'The name of the organisation agrees without its legal form, and its country.',
  },
] as const satisfies readonly { rule: string; keyClass: KeyClass; family: string; sentence: string }[];

export type Rule = (typeof RULES)[number]['rule'];
export type KeyFamily = (typeof RULES)[number]['family'];

const BY_NAME = new Map<string, (typeof RULES)[number]>(RULES.map((entry) => [entry.rule, entry]));

/** The class a rule's keys belong to: one OPRF key and one budget per class. */
export function keyClassOf(rule: Rule): KeyClass {
  const entry = BY_NAME.get(rule);
  return entry === undefined ? 'person' : entry.keyClass;
}

/** The family a rule belongs to: what it says is said once, however many of the family's rules agree. */
export function keyFamilyOf(rule: Rule): KeyFamily {
  return BY_NAME.get(rule)?.family ?? 'person-name';
}

/** Whether a rule's keys say who a person is by its name, with a date, a place or nothing beside it. */
export function isNameRule(rule: string): boolean {
  return BY_NAME.get(rule)?.family === 'person-name';
}

/** What a hit by this rule says, in one sentence. */
export function ruleSentence(rule: Rule): string {
  return BY_NAME.get(rule)?.sentence ?? '';
}

/** Whether the text names a rule of this version. */
export function isRule(text: string): text is Rule {
  return BY_NAME.has(text);
}
