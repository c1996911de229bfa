import { type IssuePath, type Locate, type Mistake, mistakeAt } from './mistake.ts';

const MISTAKES_MAX = 50;

/** What we read of zod's issues (its own union type is wider than is of use here). */
export interface ShapeIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly errors?: readonly (readonly ShapeIssue[])[];
  readonly issues?: readonly ShapeIssue[];
}

/** What a schema found wrong with plain data, in words for the person who wrote the file, each with its place. */
export function explainShape(
  issues: readonly ShapeIssue[],
  plain: unknown,
  locate: Locate,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  for (const issue of issues) explain(issue, [], plain, locate, mistakes);
  return mistakes.slice(0, MISTAKES_MAX);
}

function explain(issue: ShapeIssue, base: IssuePath, plain: unknown, locate: Locate, into: Mistake[]): void {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors !== undefined && issue.errors.length > 0) {
    for (const inner of nearestBranch(issue.errors)) explain(inner, path, plain, locate, into);
    return;
  }
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys ?? [])
      into.push(mistakeAt(locate, [...path, key], `"${key}" is not a field that may stand here`));
    return;
  }
  into.push(mistakeAt(locate, path, sentenceFor(issue, valueAt(plain, path))));
}

/** Of the shapes that a value may have, the one it resembles most: where the mistake lies deepest and is not one of shape. */
function nearestBranch(branches: readonly (readonly ShapeIssue[])[]): readonly ShapeIssue[] {
  const score = (branch: readonly ShapeIssue[]): number => {
    const atTop = branch.filter((issue) => issue.path.length === 0);
    const shape = atTop.filter(
      (issue) => issue.code === 'invalid_type' || issue.code === 'invalid_value',
    ).length;
    const strange = atTop.flatMap((issue) => issue.keys ?? []).length;
    const missing = branch.filter((issue) => issue.path.length === 1 && issue.code === 'invalid_type').length;
    return shape * 100 + strange * 10 + missing * 3 + branch.length;
  };
  return branches.reduce((best, branch) => (score(branch) < score(best) ? branch : best));
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of fields',
  record: 'a block of fields',
};

function sentenceFor(issue: ShapeIssue, found: unknown): string {
  if (found === undefined) return `${nameOf(issue.path)} is missing here`;
  if (issue.code === 'invalid_type') {
    const quotes = issue.expected === 'string' && (typeof found === 'number' || typeof found === 'boolean');
    return `expected ${WORDS[issue.expected ?? ''] ?? issue.expected}${quotes ? ': put it in quotes' : ''}`;
  }
  if (issue.code === 'invalid_value') return `expected ${(issue.values ?? []).map(String).join(', ')}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum ?? 0} may stand here`;
  if (issue.code === 'too_small') return `at least ${issue.minimum ?? 1} must stand here`;
  if (issue.code === 'invalid_union') return 'this is none of the shapes that may stand here';
  if (issue.code === 'invalid_key')
    return `this name may not stand here: ${issue.issues?.[0]?.message ?? 'not in the list'}`;
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  return last === undefined ? 'the file' : `"${String(last)}"`;
}

function valueAt(plain: unknown, path: IssuePath): unknown {
  let here = plain;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.hasOwn(here, step) ? (here as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return here;
}
