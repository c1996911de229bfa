import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareSubject } from './prepared-subject.ts';
import { createResolver, type Resolver, type ResolverRecord } from './resolver.ts';
import { emptySubject, type Subject } from './subject.ts';

function record(id: string, name: string, birthDate: string, more: Partial<Subject> = {}): ResolverRecord {
  const dates = birthDate === '' ? [] : [birthDate];
  return { id, subject: { ...emptySubject('person'), names: [name], birthDates: dates, ...more } };
}

const phone = (number: string): Partial<Subject> => ({ phones: [{ number }] });
const MAREK_1 = record('a1', 'Marek Torsvik', '1981-07-23', phone('+32470000101'));
const MAREK_2 = record('a2', 'Torsvik Marek', '1981-07-23');
const MAREK_3 = record('a3', 'Marek Torsvyk', '1981-07-24', phone('0470 00 01 01'));
const ODILE = record('b1', 'Odile Averinck', '1990-02-14');

function partition(resolver: Resolver): string[][] {
  return resolver
    .clusters()
    .map(({ members }) => members.toSorted())
    .sort((left, right) => ((left[0] ?? '') < (right[0] ?? '') ? -1 : 1));
}

function resolved(...records: ResolverRecord[]): Resolver {
  const resolver = createResolver();
  for (const one of records) resolver.insert(one);
  return resolver;
}

describe('resolution', () => {
  it('brings the records of one person together and leaves others apart', () => {
    expect(partition(resolved(MAREK_1, ODILE, MAREK_2, MAREK_3))).toEqual([['a1', 'a2', 'a3'], ['b1']]);
  });

  it('takes subjects prepared before as it takes those that are not', () => {
    const resolver = createResolver();
    resolver.insertAll(
      [MAREK_1, ODILE, MAREK_2, MAREK_3].map(({ id, subject }) => ({ id, subject: prepareSubject(subject) })),
    );
    expect(partition(resolver)).toEqual([['a1', 'a2', 'a3'], ['b1']]);
  });

  it('does not merge brother and sister of one household, nor twins', () => {
    const home = { ...phone('+32470000202'), addresses: [{ text: 'Averelstraat 14', city: 'Oostvaart' }] };
    const siblings = resolved(
      record('s1', 'Idris Velhane', '1991-11-03', home),
      record('s2', 'Samira Velhane', '1993-05-19', home),
      record('s3', 'Jonas Velhane', '1991-11-03', home),
    );
    expect(siblings.clusters()).toHaveLength(3);
  });

  it('never holds two proven national numbers of one country in a cluster', () => {
    // Belgian check digits: 97 − (810723001 mod 97) = 97 − 77 = 20, 97 − (810723003 mod 97) = 97 − 79 = 18.
    const number = (written: string): Partial<Subject> => ({
      nationalNumbers: [{ country: 'BE', number: written }],
    });
    const both = resolved(
      record('n1', 'Marek Torsvik', '1981-07-23', number(belgian(810723001))),
      record('n2', 'Marek Torsvik', '1981-07-23', number(belgian(810723003))),
    );
    expect(both.clusters()).toHaveLength(2);
  });

  it('lists a telephone that very many have, and does not join them by it', () => {
    const many = Array.from({ length: 130 }, (_, at) =>
      record(
        `p${at}`,
        `${String.fromCharCode(65 + (at % 26))}or${'aeiou'.charAt(at % 5)}n Be${'lmnrst'.charAt(at % 6)}o`,
        `19${50 + (at % 50)}-0${2 + (at % 7)}-1${at % 9}`,
        phone('+3225550000'),
      ),
    );
    const resolver = createResolver();
    resolver.insertAll(many);
    expect(resolver.generic().map(({ key }) => key)).toContain('value phone number +3225550000');
  });
});

function belgian(body: number): string {
  return `${body}${String(97 - (body % 97)).padStart(2, '0')}`;
}

describe('judgements', () => {
  it('win over scores, both ways, and are undone', () => {
    const resolver = resolved(MAREK_1, MAREK_2, ODILE);
    const before = resolver.clusters();
    resolver.judge('a1', 'a2', 'different');
    resolver.judge('a1', 'b1', 'same');
    expect(partition(resolver)).toEqual([['a1', 'b1'], ['a2']]);
    resolver.judge('a1', 'b1', null);
    resolver.judge('a1', 'a2', null);
    expect(resolver.clusters()).toEqual(before);
  });

  it('may come before the records and outlast a replacement of them', () => {
    const resolver = createResolver();
    resolver.judge('a1', 'a2', 'different');
    resolver.insertAll([MAREK_1, MAREK_2]);
    resolver.insert(MAREK_2);
    expect(resolver.clusters()).toHaveLength(2);
  });

  it('take a pair out of the queue of open pairs', () => {
    const resolver = resolved(MAREK_1, record('a9', 'Marek Torsvik', ''));
    const open = resolver.open({ least: 0 });
    resolver.judge('a1', 'a9', 'unsure');
    expect(resolver.open({ least: 0 })).toHaveLength(Math.max(0, open.length - 1));
  });
});

describe('ids', () => {
  it('survive with the earliest founder, and come back when a merge is undone', () => {
    const resolver = resolved(ODILE, MAREK_1);
    resolver.judge('b1', 'a1', 'same');
    expect(resolver.clusters().map(({ id }) => id)).toEqual(['b1']);
    resolver.judge('b1', 'a1', null);
    expect(resolver.clusters().map(({ id }) => id)).toEqual(['b1', 'a1']);
    expect(resolver.changes().map(({ kind }) => kind)).toEqual([
      'created',
      'created',
      'changed',
      'merged',
      'changed',
      'created',
      'split',
    ]);
  });

  it('stay when the founder is removed', () => {
    const resolver = resolved(MAREK_1, MAREK_2, MAREK_3);
    resolver.remove('a1');
    expect(resolver.clusterOf('a2')).toBe('a1');
  });
});

const GIVEN = ['Idris', 'Odile', 'Marek', 'Samira', 'Jonas'];
const SURNAMES = ['Velhane', 'Averinck', 'Torsvik'];
const people = fc.uniqueArray(
  fc.record({
    given: fc.constantFrom(...GIVEN),
    surname: fc.constantFrom(...SURNAMES),
    typo: fc.boolean(),
    year: fc.integer({ min: 1980, max: 1983 }),
    day: fc.integer({ min: 2, max: 5 }),
    phone: fc.integer({ min: 0, max: 4 }),
    key: fc.nat(1000),
  }),
  { minLength: 2, maxLength: 24, selector: ({ key }) => key },
);
const records = people.map((drawn) =>
  drawn.map(({ given, surname, typo, year, day, phone: number, key }) =>
    record(
      `r${key}`,
      typo ? `${given} ${surname.replace('e', 'a')}` : `${surname} ${given}`,
      `${year}-03-0${day}`,
      number === 0 ? {} : phone(`+3247000010${number}`),
    ),
  ),
);
/** Small blocks, so that some are set aside and taken up again. */
const small = { blockMax: 6 };

describe('whatever the order', () => {
  it('gives the same clusters one by one, all at once and in any order', () => {
    fc.assert(
      fc.property(records, fc.nat(), (drawn, turn) => {
        const atOnce = createResolver(small);
        atOnce.insertAll(drawn);
        const oneByOne = createResolver(small);
        const turned = [
          ...drawn.slice(turn % drawn.length),
          ...drawn.slice(0, turn % drawn.length),
        ].reverse();
        for (const one of turned) oneByOne.insert(one);
        expect(partition(oneByOne)).toEqual(partition(atOnce));
      }),
      { numRuns: 150 },
    );
  });

  it('is, after a record or a judgement is taken back, as if it had never been', () => {
    fc.assert(
      fc.property(
        records,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('same', 'different'),
        (drawn, left, right, verdict) => {
          const [one, other] = [drawn[left % drawn.length], drawn[right % drawn.length]];
          if (one === undefined || other === undefined) return;
          const without = createResolver(small);
          without.insertAll(drawn.filter((kept) => kept !== one));
          const resolver = createResolver(small);
          resolver.insertAll(drawn);
          const before = partition(resolver);
          resolver.judge(one.id, other.id, verdict);
          if (one !== other)
            expect(resolver.clusterOf(one.id) === resolver.clusterOf(other.id)).toBe(verdict === 'same');
          resolver.judge(one.id, other.id, null);
          expect(partition(resolver)).toEqual(before);
          resolver.remove(one.id);
          expect(partition(resolver)).toEqual(partition(without));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('names each cluster once, and the feed leads to the same ids', () => {
    fc.assert(
      fc.property(records, (drawn) => {
        const resolver = createResolver(small);
        for (const one of drawn) resolver.insert(one);
        for (const one of drawn.slice(0, 3)) resolver.remove(one.id);
        const live = new Map<string, Set<string>>();
        for (const change of resolver.changes()) {
          if (change.kind === 'created') live.set(change.cluster, new Set(change.members));
          else if (change.kind === 'changed') {
            for (const gone of change.removed) live.get(change.cluster)?.delete(gone);
            for (const come of change.added) live.get(change.cluster)?.add(come);
          } else if (change.kind === 'merged') for (const from of change.from) live.delete(from);
          else if (change.kind === 'ended') live.delete(change.cluster);
        }
        const fed = [...live].map(([id, members]) => `${id}: ${[...members].sort().join(' ')}`).sort();
        const now = resolver.clusters().map(({ id, members }) => `${id}: ${members.toSorted().join(' ')}`);
        expect(fed).toEqual(now.sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('a second life', () => {
  const founderOf = (cluster: string): string => cluster.split('~')[0] ?? cluster;
  const remember = (resolver: Resolver, order: readonly ResolverRecord[]) =>
    order.flatMap(({ id }) => {
      const cluster = resolver.clusterOf(id);
      return cluster === undefined ? [] : [{ record: id, cluster, founder: founderOf(cluster) }];
    });
  const named = (resolver: Resolver): string[] =>
    resolver
      .clusters()
      .map(({ id, members }) => `${id}: ${members.toSorted().join(' ')}`)
      .sort();

  it('has the ids of the first, whatever was removed, and goes on as the first would have', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.nat(), (drawn, left, right) => {
        const first = createResolver(small);
        first.insertAll(drawn);
        const [gone, ...rest] = drawn;
        first.remove(gone?.id ?? '');
        const second = createResolver(small);
        second.insertAll(rest.toReversed());
        second.recall(remember(first, rest));
        expect(named(second)).toEqual(named(first));
        expect(second.changes()).toEqual([]);
        const [one, other] = [rest[left % rest.length], rest[right % rest.length]];
        for (const life of [first, second]) life.judge(one?.id ?? '', other?.id ?? '', 'same');
        expect(named(second)).toEqual(named(first));
        for (const life of [first, second]) life.judge(one?.id ?? '', other?.id ?? '', 'different');
        expect(named(second)).toEqual(named(first));
      }),
      { numRuns: 100 },
    );
  });

  it('tells what is different from the first', () => {
    const second = resolved(MAREK_1, MAREK_2, ODILE);
    second.recall([
      { record: 'b1', cluster: 'b1', founder: 'b1' },
      { record: 'a2', cluster: 'a2', founder: 'a2' },
      { record: 'a1', cluster: 'a1', founder: 'a1' },
      { record: 'a0', cluster: 'a0', founder: 'a0' },
    ]);
    expect(second.clusterOf('a1')).toBe('a2');
    expect(second.changes().filter(({ kind }) => kind === 'merged')).toEqual([
      { sequence: 2, kind: 'merged', into: 'a2', from: ['a1'] },
    ]);
  });
});

it('goes through the open pairs record by record as all at once', () => {
  const resolver = resolved(MAREK_1, record('a9', 'Marek Torsvik', ''), record('a8', 'Torsvik Marek', ''));
  const each = ['a1', 'a8', 'a9', 'nobody'].flatMap((id) => resolver.openOf(id, 0));
  expect(each.map(({ left, right }) => left + right).sort()).toEqual(
    resolver
      .open({ least: 0 })
      .map(({ left, right }) => left + right)
      .sort(),
  );
});
