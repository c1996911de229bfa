/** A compiled program of this project with everything it imports in one file: half the time until it runs. */
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { compiled } from './compiled.ts';

/**
 * The path of the bundle of what is in dist/, made when there is none that is newer than the build. The code is the compiled one,
 * nothing left out and nothing shortened; each module still knows its own address, so that it finds the files beside it.
 */
export async function bundled(source: string): Promise<string> {
  const entry = compiled(source);
  const path = entry.replace(/\.js$/, '.bundle.js');
  if (existsSync(path) && statSync(path).mtimeMs > builtAtMs()) return path;
  const result = await build({
    configFile: false,
    envFile: false,
    logLevel: 'error',
    plugins: [{ name: 'own-address', transform: nameAddress }],
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      rolldownOptions: { treeshake: false, output: { codeSplitting: false } },
    },
  });
  const output = 'output' in result ? result.output : [];
  const [chunk, ...others] = output;
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error(`${source} is not one file`);
  // Two workers may come here at once: each leaves a whole file.
  writeFileSync(`${path}.${process.pid}`, chunk.code);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

function nameAddress(code: string, id: string): string | null {
  const file = id.split('?')[0] ?? id;
  if (!file.startsWith('/') || !code.includes('import.meta.url')) return null;
  return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
}

function builtAtMs(): number {
  return statSync(new URL('../../dist/.server-sources', import.meta.url)).mtimeMs;
}
