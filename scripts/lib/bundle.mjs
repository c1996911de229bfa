import { rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { inClone } from './paths.mjs';

/** The compiled programs that are started as processes or threads, each with the name of its bundle. */
const PROGRAMS = {
  cli: 'dist/src/cli.js',
  sealer: 'dist/src/exchange/seal/sealer-program.js',
  'index-worker': 'dist/src/sealed/index-worker.js',
  agency: 'dist/test/town/agency-process.js',
};

const FOLDER = inClone('dist', 'programs');

/**
 * Puts the compiled programs and all that they import into a few files under dist/programs, and has each program load its own:
 * a server then opens 18 files in place of 1,087. Nothing is left out, shortened or renamed; names of modules stand as
 * comments between them, for whoever reads a stack.
 */
export async function bundlePrograms() {
  // Loaded here: a start that builds nothing needs no bundler.
  const { build } = await import('vite');
  rmSync(FOLDER, { recursive: true, force: true });
  await build({
    configFile: false,
    envFile: false,
    logLevel: 'error',
    plugins: [{ name: 'own-address', transform: nameAddress }],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: FOLDER,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, path]) => [name, inClone(path)])),
        treeshake: false,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  for (const [name, path] of Object.entries(PROGRAMS)) loadBundle(name, path);
}

/** Each module goes on finding the files beside itself, by a way from the bundle: the clone may be moved. */
function nameAddress(code, id) {
  const [file] = id.split('?');
  if (!file.startsWith('/') || !code.includes('import.meta.url')) return null;
  const way = JSON.stringify(relative(FOLDER, file));
  return code.replaceAll('import.meta.url', `new URL(${way}, import.meta.url).href`);
}

function loadBundle(name, path) {
  const way = relative(dirname(inClone(path)), `${FOLDER}/${name}.js`);
  writeFileSync(inClone(path), `import '${way}';\n`);
}
