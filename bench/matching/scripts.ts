const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Latin', /\p{Script=Latin}/u],
];
const known = new WeakMap<readonly string[], string>();

/** The script that these names are written in; 'several' where that is more than one, or none of these. */
export function scriptOf(names: readonly string[]): string {
  const before = known.get(names);
  if (before !== undefined) return before;
  const found = SCRIPTS.filter(([, letters]) => names.some((name) => letters.test(name)));
  const script = found.length === 1 ? (found[0]?.[0] ?? 'several') : 'several';
  known.set(names, script);
  return script;
}

/** 'Arabic–Latin', whichever side writes which. */
export function pairOf(one: string, other: string): string {
  return [one, other].sort().join('–');
}
