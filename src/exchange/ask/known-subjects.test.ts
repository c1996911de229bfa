import { describe, expect, it } from 'vitest';
import { emptySubject } from '../../match/index.ts';
import { distinctKeys, keysOfKnown } from './known-subjects.ts';

const how = { sizeClass: 10_000, defaultCountry: 'BE' };
const person = (name: string, birth: string, about: string) => ({
  subject: {
    ...emptySubject('person'),
    names: [name],
    birthDates: [birth],
    phones: [{ number: '+33639984711' }],
  },
  about,
  refs: {},
});

describe('the subjects of a list', () => {
  it('keep the keys of each one’s name together, also where two of them share a word', () => {
    const [one, other] = [
      person('Tomas Averinck', '1991-03-14', 'first'),
      person('Tomas Ouzelmane', '1976-04-19', 'second'),
    ].map((known) => keysOfKnown(known, how).keys);
    const parts = (keys: typeof one) =>
      new Set(keys?.filter((key) => key.keyClass === 'person').map((key) => key.subjectPart));
    expect(parts(one)).toEqual(new Set(['first']));
    expect(parts(other)).toEqual(new Set(['second']));
  });

  it('keep a number under what was written: whoever uses it shares its hit', () => {
    const { keys } = keysOfKnown(person('Tomas Averinck', '1991-03-14', 'first'), how);
    expect(keys.find((key) => key.rule === 'phone')?.subjectPart).toBe('+33639984711');
  });

  it('ask a key that two of them bear once, about both', () => {
    const known = [
      person('Ilir Santavuk', '1976-04-19', 'first entry'),
      person('Ilir Santavuk', '1976-04-19', 'second entry'),
    ];
    const refs = new Map<string, readonly string[]>([
      ['first entry', ['own:1']],
      ['second entry', ['own:2']],
    ]);
    const keys = distinctKeys(
      known.flatMap((one) => keysOfKnown(one, how).keys),
      refs,
    );
    const values = keys.map((key) => `${key.rule} ${key.value}`);
    expect(new Set(values).size).toBe(values.length);
    expect(refs.get('first entry')).toEqual(['own:1', 'own:2']);
  });
});
