import type { KeyClass } from '../model/index.ts';

/** Keys of two versions never compare: raise it with every change that moves a key value. */
export const KEY_VERSION = 1;

/** Every rule: one conjunction of values, one sealed input. `sentence` is what a hit by this rule says, no more. */
export const RULES = [
  { rule: 'phone', keyClass: 'communication', sentence: 'The phone number agrees exactly.' },
  { rule: 'imei', keyClass: 'communication', sentence: 'The handset number (IMEI) agrees exactly.' },
  { rule: 'imsi', keyClass: 'communication', sentence: 'The subscriber number (IMSI) agrees exactly.' },
  { rule: 'iccid', keyClass: 'communication', sentence: 'The SIM card number agrees exactly.' },
  {
    rule: 'phone+week',
    keyClass: 'communication',
    sentence: 'The phone number agrees exactly and was seen in the same week.',
  },
  {
    rule: 'sim+device',
    keyClass: 'communication',
    sentence: 'The same SIM card was seen in the same handset.',
  },
  {
    rule: 'name+birthdate',
    keyClass: 'person',
    sentence:
      'One name agrees in one of its spellings, and the full birth date (day and month in either order).',
  },
  {
    rule: 'names+birthdate',
    keyClass: 'person',
    sentence: 'Two names agree, and the full birth date (day and month in either order).',
  },
  {
    rule: 'names+birthyear',
    keyClass: 'person',
    sentence: 'Two names agree; of the birth date only the year. This may be another person.',
  },
  {
    rule: 'national-number+name',
    keyClass: 'person',
    sentence: 'The national number agrees exactly, and one name.',
  },
  {
    rule: 'document',
    keyClass: 'document',
    sentence: 'The document agrees exactly in kind, issuer and number.',
  },
  { rule: 'iban', keyClass: 'document', sentence: 'The bank account number agrees exactly.' },
  { rule: 'email', keyClass: 'document', sentence: 'The e-mail address agrees exactly.' },
  { rule: 'plate', keyClass: 'vehicle', sentence: 'The plate agrees exactly, and its country.' },
  { rule: 'vin', keyClass: 'vehicle', sentence: 'The vehicle number (VIN) agrees exactly.' },
  {
    rule: 'address',
    keyClass: 'place',
    sentence: 'The address agrees in street, number, flat and town.',
  },
  {
    rule: 'organisation',
    keyClass: 'place',
    sentence: 'The name of the organisation agrees without its legal form, and its country.',
  },
] as const satisfies readonly { rule: string; keyClass: KeyClass; sentence: string }[];

export type Rule = (typeof RULES)[number]['rule'];

const BY_NAME = new Map<string, (typeof RULES)[number]>(RULES.map((entry) => [entry.rule, entry]));

/** The class a rule's keys belong to: one OPRF key and one budget per class. */
export function keyClassOf(rule: Rule): KeyClass {
  const entry = BY_NAME.get(rule);
  return entry === undefined ? 'person' : entry.keyClass;
}

/** What a hit by this rule says, in one sentence. */
export function ruleSentence(rule: Rule): string {
  return BY_NAME.get(rule)?.sentence ?? '';
}

/** Whether the text names a rule of this version. */
export function isRule(text: string): text is Rule {
  return BY_NAME.has(text);
}
