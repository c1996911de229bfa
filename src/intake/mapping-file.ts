import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { sha256, toHex, utf8 } from '../base/index.ts';
import { IntakeError } from './errors.ts';
import { checkMapping } from './mapping-check.ts';
import { type MappingSpec, mappingSchema } from './mapping-schema.ts';

/** One mistake in a mapping, where it stands and what was expected. */
export interface MappingIssue {
  readonly line: number;
  readonly column: number;
  /** `entities.0.key`, for machines. */
  readonly path: string;
  readonly sentence: string;
}

export type IssuePath = readonly PropertyKey[];

/** A mapping that has been read and checked. */
export interface Mapping {
  readonly spec: MappingSpec;
  /** SHA-256 of the mapping's text and, where it has one, its copybook's. */
  readonly hash: string;
  readonly copybookText: string | undefined;
  /** Where in the file a path stands, for mistakes that only show when the data is opened. */
  locate(path: IssuePath): { line: number; column: number };
}

export interface ParseMappingOptions {
  /** Gives the text of a file beside the mapping (a copybook); throws when it cannot. */
  readonly readBeside?: (name: string) => string;
}

// The bytes come from a records officer: known, but not trusted to be well formed.
const TEXT_LENGTH_MAX = 262_144;
const DEPTH_MAX = 12;
const NODES_MAX = 20_000;
const BRACKETS_MAX = 200;
const ISSUES_MAX = 50;

/** The mapping that the YAML text holds; throws `mapping-invalid` with every mistake's line and column as evidence. */
export function parseMapping(text: string, options: ParseMappingOptions = {}): Mapping {
  if (text.length > TEXT_LENGTH_MAX) {
    throw invalid([
      { line: 1, column: 1, path: '', sentence: `the file is larger than ${TEXT_LENGTH_MAX} characters` },
    ]);
  }
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  const locate = (path: IssuePath) => positionOf(document, lines, path);
  const plain = toPlain(document, lines);
  const spec = validate(plain, locate);
  const problems = checkMapping(spec);
  if (problems.length > 0) throw invalid(problems.map((one) => issueAt(locate, one.path, one.sentence)));
  const copybookText = copybookOf(spec, options, locate);
  const hash = toHex(sha256(utf8(text), utf8(copybookText ?? '')));
  return { spec, hash, copybookText, locate };
}

function parseYaml(text: string, lines: LineCounter): Document.Parsed {
  if (bracketDepth(text) > BRACKETS_MAX) {
    throw invalid([{ line: 1, column: 1, path: '', sentence: 'the file is nested too deeply to be read' }]);
  }
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      schema: 'core',
      version: '1.2',
      strict: true,
      uniqueKeys: true,
      merge: false,
      stringKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
  } catch (cause) {
    // The parser's own stack is exhausted before our depth limit can speak.
    throw invalid(
      [{ line: 1, column: 1, path: '', sentence: 'the file is nested too deeply to be read' }],
      cause,
    );
  }
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw invalid(
      broken.slice(0, ISSUES_MAX).map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return {
          line: Math.max(1, line),
          column: Math.max(1, col),
          path: '',
          sentence: `this is not well-formed YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`,
        };
      }),
    );
  }
  return document;
}

/** How deep brackets open, wherever they stand: the parser spends seconds on a tower of them before it gives up. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Plain data of the tree; keys always as they are written (`01` stays `01`). */
function toPlain(document: Document.Parsed, lines: LineCounter): unknown {
  let nodes = 0;
  const refuse = (node: Node | null, sentence: string): never => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    throw invalid([{ line: Math.max(1, line), column: Math.max(1, col), path: '', sentence }]);
  };
  const walk = (node: Node | null, depth: number): unknown => {
    nodes += 1;
    if (nodes > NODES_MAX) refuse(node, `the file has more than ${NODES_MAX} values`);
    if (depth > DEPTH_MAX) refuse(node, `values are nested deeper than ${DEPTH_MAX} levels`);
    if (node === null) return null;
    if (isAlias(node)) return refuse(node, 'aliases (*name) are not part of the mapping language');
    if ('anchor' in node && node.anchor !== undefined)
      refuse(node, 'anchors (&name) are not part of the mapping language');
    if (node.tag !== undefined) refuse(node, 'tags (!name) are not part of the mapping language');
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => walk(item as Node | null, depth + 1));
    if (!isMap(node)) return refuse(node, 'this kind of value is not part of the mapping language');
    const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      if (key === null || !isScalar(key)) return refuse(key ?? node, 'a key must be a plain text');
      walk(key, depth + 1);
      const name = keyText(key);
      if (name === '<<') refuse(key, 'merge keys (<<) are not part of the mapping language');
      if (name in plain) refuse(key, `the key ${name} stands here twice`);
      plain[name] = walk(pair.value as Node | null, depth + 1);
    }
    return Object.fromEntries(Object.entries(plain));
  };
  if (document.directives.docStart === true && Object.keys(document.directives.tags).length > 1) {
    refuse(null, 'directives are not part of the mapping language');
  }
  return walk(document.contents, 0);
}

function keyText(key: { value: unknown; source?: string | undefined }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function validate(plain: unknown, locate: Mapping['locate']): MappingSpec {
  const result = mappingSchema.safeParse(plain);
  if (result.success) return result.data;
  const issues: MappingIssue[] = [];
  for (const issue of result.error.issues) explain(issue as unknown as ZodIssue, [], plain, locate, issues);
  throw invalid(issues.slice(0, ISSUES_MAX));
}

/** What we read of zod's issues (its own union type is wider than is of use here). */
interface ZodIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly errors?: readonly (readonly ZodIssue[])[];
  readonly issues?: readonly ZodIssue[];
}

function explain(
  issue: ZodIssue,
  base: IssuePath,
  plain: unknown,
  locate: Mapping['locate'],
  into: MappingIssue[],
): void {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors !== undefined && issue.errors.length > 0) {
    for (const inner of nearestBranch(issue.errors)) explain(inner, path, plain, locate, into);
    return;
  }
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys ?? [])
      into.push(issueAt(locate, [...path, key], `"${key}" is not a field that may stand here`));
    return;
  }
  into.push(issueAt(locate, path, sentenceFor(issue, valueAt(plain, path))));
}

/** Of the shapes that a value may have, the one it resembles most: where the mistake lies deepest and is not one of shape. */
function nearestBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
  const score = (branch: readonly ZodIssue[]): number => {
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

function sentenceFor(issue: ZodIssue, found: unknown): string {
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
  return last === undefined ? 'the mapping' : `"${String(last)}"`;
}

function valueAt(plain: unknown, path: IssuePath): unknown {
  let here = plain;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.hasOwn(here, step) ? (here as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return here;
}

/** The place of the deepest part of the path that the file has. */
function positionOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: IssuePath,
): { line: number; column: number } {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    let next: Node | null = null;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && keyText(item.key) === String(step));
      const key = pair?.key as Node | null | undefined;
      next = (pair?.value as Node | null | undefined) ?? null;
      offset = key?.range?.[0] ?? offset;
    } else if (isSeq(node)) {
      next = (node.items[Number(step)] as Node | null | undefined) ?? null;
      offset = next?.range?.[0] ?? offset;
    }
    if (next === null) break;
    node = next;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function issueAt(locate: Mapping['locate'], path: IssuePath, sentence: string): MappingIssue {
  return { ...locate(path), path: path.map(String).join('.'), sentence };
}

function copybookOf(
  spec: MappingSpec,
  options: ParseMappingOptions,
  locate: Mapping['locate'],
): string | undefined {
  if (spec.format.type !== 'copybook') return undefined;
  if (spec.format['copybook-text'] !== undefined) return spec.format['copybook-text'];
  const name = spec.format.copybook ?? '';
  try {
    if (options.readBeside === undefined) throw new Error('no folder was given');
    return options.readBeside(name);
  } catch (cause) {
    throw invalid(
      [issueAt(locate, ['format', 'copybook'], 'the copybook file beside the mapping cannot be read')],
      cause,
    );
  }
}

function invalid(issues: readonly MappingIssue[], cause?: unknown): IntakeError {
  const first = issues[0];
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new IntakeError(
    'mapping-invalid',
    `line ${first?.line ?? 1}, column ${first?.column ?? 1}: ${first?.sentence ?? 'the mapping cannot be used'}${more}`,
    { cause, evidence: { issues } },
  );
}

/** A mistake that shows only once the data is opened (a column that is not there). */
export function mappingColumnError(
  mapping: Mapping,
  problems: readonly { path: IssuePath; sentence: string }[],
): IntakeError {
  const issues = problems
    .slice(0, ISSUES_MAX)
    .map((one) => issueAt((path) => mapping.locate(path), one.path, one.sentence));
  const first = issues[0];
  return new IntakeError(
    'mapping-columns',
    `line ${first?.line ?? 1}, column ${first?.column ?? 1}: ${first?.sentence ?? 'a column is missing'}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`,
    { evidence: { issues } },
  );
}
