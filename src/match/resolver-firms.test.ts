import { describe, expect, it } from 'vitest';
import { createResolver } from './resolver.ts';
import { emptySubject, type Subject } from './subject.ts';

function clustersOf(...names: string[]): string[] {
  const resolver = createResolver();
  resolver.insertAll(
    names.map((name) => ({ id: name, subject: { ...emptySubject('organisation'), names: [name] } })),
  );
  return resolver.clusters().map(({ members }) => members.join(' = '));
}

describe('resolution of organisations', () => {
  it('brings one firm together, with or without its legal form, in two languages', () => {
    expect(clustersOf('Velhane Scheepvaart NV', 'Velhane Scheepvaart', 'Velhane Shipping Ltd')).toEqual([
      'Velhane Scheepvaart NV = Velhane Scheepvaart = Velhane Shipping Ltd',
    ]);
  });

  it('leaves firms of one owner and numbered firms apart', () => {
    expect(clustersOf('Velhane Scheepvaart NV', 'Velhane Transport NV')).toHaveLength(2);
    expect(clustersOf('Torsvik Holding 2 AS', 'Torsvik Holding 3 AS')).toHaveLength(2);
  });

  it('asks about a rare name where a name alone is not to be enough, and joins where something else agrees', () => {
    const thresholds = { link: 22, join: 12, attach: 22 };
    const resolver = createResolver({ thresholds, measure: { firmNameMost: 16 } });
    const firm = (id: string, more: Partial<Subject> = {}) => ({
      id,
      subject: { ...emptySubject('organisation'), names: ['Velhane Scheepvaart NV'], ...more },
    });
    const phones = [{ number: '+32470000404' }];
    resolver.insertAll([firm('bare'), firm('one', { phones }), firm('other', { phones })]);
    expect(resolver.clusters().map(({ members }) => members)).toEqual([['bare'], ['one', 'other']]);
    expect(resolver.open()).toMatchObject([
      { left: 'bare', weight: 16 },
      { left: 'bare', weight: 16 },
    ]);
  });

  it('never makes a person and a firm of one name one', () => {
    const resolver = createResolver();
    for (const kind of ['person', 'organisation'] as const)
      resolver.insert({
        id: kind,
        subject: { ...emptySubject(kind), names: ['Marek Torsvik'], phones: [{ number: '+32470000404' }] },
      });
    expect(resolver.clusters()).toHaveLength(2);
    expect(resolver.open()).toEqual([]);
  });
});
