import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type IssuePath, type Locate, type Mistake, type Place, TOP } from './mistake.ts';

const TEXT_LENGTH_MAX = 262_144;
const DEPTH_MAX = 12;
const NODES_MAX = 20_000;
const BRACKETS_MAX = 200;
const MISTAKES_MAX = 50;
const TOO_DEEP = 'the file is nested too deeply to be read';

/** The file as plain data, with the place of each value; or every mistake that keeps it from being that. */
export type PlainYaml =
  | { readonly value: unknown; readonly locate: Locate }
  | { readonly mistakes: readonly Mistake[] };

/**
 * Reads YAML 1.2 as data and nothing else: no anchors, aliases, tags, merge keys or directives; keys stay as they are written.
 * Takes bytes that a person wrote and that may be anything: length, depth and number of values are bounded.
 */
export function readPlainYaml(text: string): PlainYaml {
  if (text.length > TEXT_LENGTH_MAX) return atTop(`the file is larger than ${TEXT_LENGTH_MAX} characters`);
  if (bracketDepth(text) > BRACKETS_MAX) return atTop(TOO_DEEP);
  const lines = new LineCounter();
  const document = parse(text, lines);
  // The parser's own stack may be exhausted before our depth limit can speak.
  if (document === null) return atTop(TOO_DEEP);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    return { mistakes: broken.slice(0, MISTAKES_MAX).map((one) => notWellFormed(one, lines)) };
  try {
    return { value: toPlain(document, lines), locate: (path) => placeOf(document, lines, path) };
  } catch (error) {
    if (error instanceof NotPlain) return { mistakes: [error.mistake] };
    throw error;
  }
}

/** Ends the walk through the tree at the first thing that is not plain data; never leaves this file. */
class NotPlain extends Error {
  readonly mistake: Mistake;

  constructor(mistake: Mistake) {
    super(mistake.sentence);
    this.mistake = mistake;
  }
}

function atTop(sentence: string): PlainYaml {
  return { mistakes: [{ ...TOP, path: '', sentence }] };
}

function parse(text: string, lines: LineCounter): Document.Parsed | null {
  try {
    return parseDocument(text, {
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
  } catch {
    return null;
  }
}

function notWellFormed(error: YAMLError, lines: LineCounter): Mistake {
  const sentence = `this is not well-formed YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`;
  return { ...placeAt(lines, error.pos[0]), path: '', sentence };
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
    throw new NotPlain({ ...placeAt(lines, node?.range?.[0] ?? 0), path: '', sentence });
  };
  const walk = (node: Node | null, depth: number): unknown => {
    nodes += 1;
    if (nodes > NODES_MAX) refuse(node, `the file has more than ${NODES_MAX} values`);
    if (depth > DEPTH_MAX) refuse(node, `values are nested deeper than ${DEPTH_MAX} levels`);
    if (node === null) return null;
    if (isAlias(node)) return refuse(node, 'aliases (*name) may not stand here');
    if ('anchor' in node && node.anchor !== undefined) refuse(node, 'anchors (&name) may not stand here');
    if (node.tag !== undefined) refuse(node, 'tags (!name) may not stand here');
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => walk(item as Node | null, depth + 1));
    if (!isMap(node)) return refuse(node, 'this kind of value may not stand here');
    const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      if (key === null || !isScalar(key)) return refuse(key ?? node, 'a key must be a plain text');
      walk(key, depth + 1);
      const name = keyText(key);
      if (name === '<<') refuse(key, 'merge keys (<<) may not stand here');
      if (name in plain) refuse(key, `the key ${name} stands here twice`);
      plain[name] = walk(pair.value as Node | null, depth + 1);
    }
    return Object.fromEntries(Object.entries(plain));
  };
  if (document.directives.docStart === true && Object.keys(document.directives.tags).length > 1) {
    refuse(null, 'directives may not stand here');
  }
  return walk(document.contents, 0);
}

function keyText(key: { value: unknown; source?: string | undefined }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** The place of the deepest part of the path that the file has. */
function placeOf(document: Document.Parsed, lines: LineCounter, path: IssuePath): Place {
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
  return placeAt(lines, offset);
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
