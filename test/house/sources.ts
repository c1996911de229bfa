import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One source file, with what the house's rules look at. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** As written: './bytes.ts', 'node:fs', 'zod'. */
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
  /** Each string and template; `${}` stands for an expression inside. */
  readonly strings: readonly string[];
  readonly hasDefaultExport: boolean;
  /** Room's error codes, where a union is declared here. */
  readonly errorCodes: readonly string[];
}

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.entente', 'shots']);

/** Every file of the project under a folder, from the top of the clone; what is installed, built or stored left out. */
export function listFiles(folder = '.'): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = normalize(join(folder, entry.name));
    if (entry.isDirectory()) return listFiles(path);
    return entry.isFile() ? [path] : [];
  });
}

/** All TypeScript of the project, parsed. */
export function readSources(): Source[] {
  return ['src', 'demo', 'bench', 'scripts', 'test']
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\.tsx?$/.test(file))
    .map(readSource);
}

function readSource(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8');
  const { program, errors } = parseSync(join(root, file), text, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found = {
    imports: [] as { from: string; typeOnly: boolean }[],
    strings: [] as string[],
    errorCodes: [] as string[],
    hasDefaultExport: false,
  };
  visit(program as unknown as Node, found);
  return { file, text, ...found };
}

/** A node of the ESTree shape; only what is looked at here is named. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Found = { -readonly [Field in 'imports' | 'strings' | 'errorCodes']: Source[Field][number][] } & {
  hasDefaultExport: boolean;
};

function visit(node: Node, found: Found): void {
  note(node, found);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, found);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function note(node: Node, found: Found): void {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      noteImport(node, found);
      break;
    case 'ExportDefaultDeclaration':
      found.hasDefaultExport = true;
      break;
    case 'ExportSpecifier':
      if (isNode(node['exported']) && node['exported']['name'] === 'default') found.hasDefaultExport = true;
      break;
    case 'Literal':
      if (typeof node['value'] === 'string') found.strings.push(node['value']);
      break;
    case 'TemplateLiteral':
      found.strings.push(templateText(node));
      break;
    case 'TSTypeAliasDeclaration':
      noteErrorCodes(node, found);
      break;
  }
}

function noteImport(node: Node, found: Found): void {
  const { source } = node;
  if (!isNode(source) || typeof source['value'] !== 'string') return;
  const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  const typeOnly =
    node.type === 'TSImportType' ||
    node['importKind'] === 'type' ||
    node['exportKind'] === 'type' ||
    (specifiers.length > 0 &&
      specifiers.every((one) => one['importKind'] === 'type' || one['exportKind'] === 'type'));
  found.imports.push({ from: source['value'], typeOnly });
}

function templateText(node: Node): string {
  const quasis = Array.isArray(node['quasis']) ? node['quasis'].filter(isNode) : [];
  return quasis.map((quasi) => (quasi['value'] as { cooked: string }).cooked).join('${}');
}

/** `type XErrorCode = 'one' | 'other'`. */
function noteErrorCodes(node: Node, found: Found): void {
  const { id, typeAnnotation } = node;
  if (!isNode(id) || !String(id['name']).endsWith('ErrorCode') || !isNode(typeAnnotation)) return;
  const members = Array.isArray(typeAnnotation['types'])
    ? typeAnnotation['types'].filter(isNode)
    : [typeAnnotation];
  for (const member of members) {
    const literal = member['literal'];
    if (isNode(literal) && typeof literal['value'] === 'string') found.errorCodes.push(literal['value']);
  }
}

/** The file a relative import names, from the top of the clone; null for a package. */
export function resolveImport(file: string, from: string): string | null {
  return from.startsWith('.') ? normalize(join(dirname(file), from)) : null;
}

/** The package an import names: '@scope/name' or 'name', without what lies inside it. */
export function packageOf(from: string): string {
  const parts = from.split('/');
  return from.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? from);
}
