import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundlePrograms } from './bundle.mjs';
import { run } from './command.mjs';
import { inClone, installed } from './paths.mjs';
import { requireNothingRuns } from './running.mjs';
import { hashFiles, isWeb, kernelSources, listFiles, serverSources, webSources } from './sources.mjs';
import { Stop } from './stop.mjs';

/** What room sealed loads: see src/sealed/kernel. */
const KERNEL = 'dist/src/sealed/kernel/kernel.wasm';

/** Builds what changed since it was built last: the server and its kernel into dist/, the desk into dist/web. */
export async function ensureBuilt({ web }) {
  const kernel = whenChanged('kernel', kernelSources(), buildKernel);
  const others = async () => {
    await whenChanged('server', serverSources(), buildServer);
    if (web) await whenChanged('web', webSources(), buildWeb);
  };
  // All are waited for, whichever fails: none goes on writing into dist/ behind the sentence that says why.
  const failed = (await Promise.allSettled([kernel, others()])).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function whenChanged(part, sources, build) {
  if (sources.length === 0) return;
  const note = inClone('dist', `.${part}-sources`);
  const hash = hashFiles(sources);
  if (existsSync(note) && readFileSync(note, 'utf8') === hash) return;
  requireNothingRuns(`building the ${part}`);
  const startedAt = performance.now();
  mkdirSync(inClone('dist'), { recursive: true });
  rmSync(note, { force: true });
  await build(sources);
  writeFileSync(note, hash);
  console.error(`entente: built the ${part} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Types are taken off, not checked: that is most of a compiler's work, and `npm run types` and `npm test` do it. */
async function buildServer(sources) {
  const code = await run(installed('tsc'), ['-p', 'tsconfig.build.json', '--noCheck']);
  if (code !== 0) throw new Stop('the server does not compile (see above).');
  removeStale(sources);
  copyAssets(sources);
  await bundlePrograms();
}

/** Compiles AssemblyScript to WebAssembly; the options lie beside the sources. */
async function buildKernel() {
  const folder = 'src/sealed/kernel/assembly';
  mkdirSync(dirname(inClone(KERNEL)), { recursive: true });
  const args = [`${folder}/index.ts`, '--config', `${folder}/asconfig.json`, '--outFile', KERNEL];
  const code = await run(installed('asc'), args);
  if (code !== 0) throw new Stop('the kernel does not compile (see above).');
}

/** What a removed source left behind would still be loaded by name. */
function removeStale(sources) {
  const known = new Set(sources);
  for (const file of listFiles(['dist/src', 'dist/demo', 'dist/bench', 'dist/scripts', 'dist/test'])) {
    const source = file.slice('dist/'.length).replace(/\.js(\.map)?$/, '.ts');
    if (!known.has(source) && file !== KERNEL) rmSync(inClone(file));
  }
}

/** Mappings, copybooks, programs and tables that the compiled code reads beside itself. */
function copyAssets(sources) {
  for (const file of sources) {
    if (!/^(src|demo|bench)\//.test(file) || file.endsWith('.ts') || isWeb(file)) continue;
    mkdirSync(dirname(inClone('dist', file)), { recursive: true });
    copyFileSync(inClone(file), inClone('dist', file));
  }
}

async function buildWeb() {
  const code = await run(installed('vite'), ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Stop('the desk does not build (see above).');
}
