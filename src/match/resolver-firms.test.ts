import { describe, expect, it } from 'vitest';
import { createResolver } from './resolver.ts';
import { emptySubject } from './subject.ts';

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
});
