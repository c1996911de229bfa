import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { RULES } from '../match/index.ts';
import { PROPERTIES, PURPOSES, REFUSAL_GROUNDS } from '../model/index.ts';
import { en } from './web/catalogue/en.ts';

const WEB = new URL('./web/', import.meta.url).pathname;
const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const sources = files.map((file) => ({ file, text: readFileSync(join(WEB, file), 'utf8') }));

interface SyntaxNode {
  readonly type: string;
  readonly [name: string]: unknown;
}

/** Every node of a syntax tree. */
function* walk(node: unknown): Generator<SyntaxNode> {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else {
    if ('type' in node && typeof node.type === 'string') yield node as SyntaxNode;
    for (const child of Object.values(node)) yield* walk(child);
  }
}

const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'alt',
  'placeholder',
]);
const hasWord = (value: unknown): boolean => typeof value === 'string' && /\p{L}{2,}/u.test(value);

/** Text that a reader would see or hear although it does not come from the catalogue. */
function literalsOf(text: string): readonly string[] {
  const tree = parseAst(text, { lang: 'tsx' });
  const found: string[] = [];
  for (const node of walk(tree)) {
    if (node.type === 'JSXText' && hasWord(node['value'])) found.push(String(node['value']));
    if (node.type === 'JSXAttribute') {
      const name = (node['name'] as SyntaxNode | undefined)?.['name'];
      const value = node['value'] as SyntaxNode | null;
      if (SPOKEN.has(String(name)) && value?.type === 'Literal' && hasWord(value['value']))
        found.push(String(value['value']));
    }
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node['children'] as readonly SyntaxNode[]) {
        if (child.type === 'JSXExpressionContainer')
          found.push(...wordsOf(child['expression'] as SyntaxNode));
      }
    }
  }
  return found;
}

/** Words that an expression between tags may come to: `cond ? 'Yes' : 'No'`, `known && 'known'`, a template. */
function wordsOf(node: SyntaxNode): readonly string[] {
  if (node.type === 'Literal') return hasWord(node['value']) ? [String(node['value'])] : [];
  if (node.type === 'ConditionalExpression')
    return [node['consequent'], node['alternate']].flatMap((branch) => wordsOf(branch as SyntaxNode));
  if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression')
    return wordsOf(node['right'] as SyntaxNode);
  if (node.type !== 'TemplateLiteral') return [];
  return (node['quasis'] as readonly { value: { cooked: string } }[])
    .map(({ value }) => value.cooked)
    .filter(hasWord);
}

/** Names of keys on a keyboard are no words of a language. */
const KEY_CAPS = new Set(['Ctrl', 'Esc', 'Enter']);

describe('the catalogue', () => {
  it('finds a literal where there is one', () => {
    expect(literalsOf('const x = <p title="Not allowed">Hello <b>{yes ? "there" : ""}</b></p>;')).toEqual([
      'Not allowed',
      'Hello ',
      'there',
    ]);
  });

  it('holds every word of the pages: no literal text stands in them', () => {
    const outside = sources
      .filter(({ file }) => file.endsWith('.tsx'))
      .flatMap(({ file, text }) =>
        literalsOf(text)
          .filter((word) => !KEY_CAPS.has(word.trim()))
          .map((word) => `${file}: ${word.trim()}`),
      );
    expect(outside).toEqual([]);
  });

  it('holds no word that no page uses', () => {
    const all = sources
      .filter(({ file }) => !file.startsWith('catalogue'))
      .map(({ text }) => text)
      .join('\n');
    const families = [
      ...all.matchAll(/`([a-z-]+(?:\.[a-z-]+)*)\.\$\{/g),
      ...all.matchAll(/codeWord\(t, '([a-z-]+)'/g),
    ].map(([, prefix]) => `${prefix}.`);
    const stems = new Set(Object.keys(en).map((key) => key.replace(/_(one|other)$/, '')));
    const unused = [...stems].filter(
      (stem) => !all.includes(`'${stem}'`) && !families.some((prefix) => stem.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('has both plural forms wherever it has one', () => {
    const keys = Object.keys(en);
    for (const key of keys.filter((name) => name.endsWith('_one')))
      expect(keys).toContain(key.replace(/_one$/, '_other'));
  });

  it('has a word for every code of the lists it shows', () => {
    for (const purpose of PURPOSES) expect(en).toHaveProperty([`purpose.${purpose}`]);
    for (const ground of REFUSAL_GROUNDS) expect(en).toHaveProperty([`ground.${ground}`]);
    for (const { rule } of RULES) expect(en).toHaveProperty([`rule.${rule}`]);
    for (const property of Object.keys(PROPERTIES)) expect(en).toHaveProperty([`property.${property}`]);
  });

  it('rates no person and never says anonymous', () => {
    expect(Object.values(en).join(' ')).not.toMatch(/risk|threat|anonym|match found|high[- ]|are you sure/i);
  });
});
