import type { Subject } from '../match/index.ts';
import type { HeldEntity, HeldRelation } from './entities.ts';
import { HOLDS } from './holding.ts';
import type { Values } from './thing-values.ts';

interface Thing {
  readonly relation: HeldRelation;
  readonly entity: HeldEntity;
}

/** What may be compared of these things. */
interface Open {
  readonly values: Values;
  readonly isOpenLink: (relation: HeldRelation) => boolean;
}

/** Somebody who called more numbers than this is told by the own number. */
const CONTACTS_MAX = 64;

/**
 * Notes which of a subject's things were seen together. A pair is a fact only where one thing can be meant: several handsets, or
 * several numbers, of one person pair with none.
 */
export function pairThings(subject: Subject, things: readonly Thing[], open: Open): void {
  const own = phonesAmong(things.filter(({ relation }) => HOLDS.has(relation.link)));
  const numbers = own.flatMap((phone) => open.values(phone, 'number'));
  const handset = onlyHandset(subject, things);
  if (handset !== undefined)
    for (const sim of subject.sims) subject.simDevicePairs.push({ ...sim, imei: handset });
  if (handset !== undefined && numbers.length === 1)
    subject.phoneDevicePairs = numbers.map((number) => ({ number, imei: handset }));
  const [number] = numbers;
  const contacts = [
    ...(number !== undefined && numbers.length === 1 ? contactsOf(number, things, open) : []),
    ...linkedNumbers(things, open),
  ];
  if (contacts.length > 0) subject.phoneContacts = contacts.slice(0, CONTACTS_MAX);
}

function onlyHandset(subject: Subject, things: readonly Thing[]): string | undefined {
  const handsets = things.filter(({ entity }) => entity.kind === 'device');
  return handsets.length === 1 && subject.devices.length === 1 ? subject.devices[0]?.imei : undefined;
}

/** Each phone once, however many links lead to it. */
function phonesAmong(things: readonly Thing[]): readonly HeldEntity[] {
  const phones = things.filter(({ entity }) => entity.kind === 'phone');
  return [...new Map(phones.map(({ entity }) => [entity.id, entity])).values()];
}

/** The only number of its user with each that the user was in contact with. */
function contactsOf(number: string, things: readonly Thing[], { values }: Open): Pairs {
  return phonesAmong(things.filter(({ relation }) => relation.link === 'contacted'))
    .flatMap((phone) => values(phone, 'number'))
    .filter((other) => other !== number)
    .map((other) => ({ number, with: other }));
}

/** Numbers of one record, such as an event or an exhibit, that a link of their own puts into contact. */
function linkedNumbers(things: readonly Thing[], { values, isOpenLink }: Open): Pairs {
  const phones = phonesAmong(things);
  return phones.flatMap((phone) =>
    phone.relations
      .filter(
        (relation) => relation.link === 'contacted' && relation.from === phone.id && isOpenLink(relation),
      )
      .flatMap(({ to }) => phones.filter(({ id }) => id === to))
      .flatMap((other) =>
        values(phone, 'number').flatMap((number) =>
          values(other, 'number').map((called) => ({ number, with: called })),
        ),
      ),
  );
}

type Pairs = NonNullable<Subject['phoneContacts']>;
