import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The compiled form of a source of this project, for a process that a test spawns: `compiled('src/cli.ts')`. */
export function compiled(source: string): string {
  const path = fileURLToPath(new URL(`../../dist/${source.replace(/\.ts$/, '.js')}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`${source} is not compiled: run npm run build -- --server first`);
  return path;
}
