import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inClone, root } from './paths.mjs';

/** The one script that decides what a compiled program is. */
const BUNDLER = join('scripts', 'lib', 'bundle.mjs');
const KERNEL_FOLDER = join('src', 'sealed', 'kernel', 'assembly');

/** Every file under these folders and of these names, as paths inside the clone, sorted. */
export function listFiles(names, keep = () => true) {
  const found = [];
  const visit = (path) => {
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path)) if (entry !== 'node_modules') visit(join(path, entry));
    } else found.push(relative(root, path));
  };
  for (const name of names) if (existsSync(inClone(name))) visit(inClone(name));
  return found.filter(keep).toSorted((left, right) => (left < right ? -1 : 1));
}

/** A hash over names and contents: the same sources give the same hash in every clone. */
export function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(inClone(file)))
      .update('\0');
  return hash.digest('hex');
}

/** What the server's build is made of. */
export function serverSources() {
  return listFiles(
    [
      'src',
      'demo',
      'bench',
      'scripts',
      // The program of a process that journeys kill.
      'test/town',
      'tsconfig.json',
      'tsconfig.base.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    (file) => file === BUNDLER || (!isWeb(file) && !isKernel(file) && !/\.(test\.ts|mjs|md)$/.test(file)),
  );
}

/** What the kernel's build is made of; package-lock.json for the compiler's version. */
export function kernelSources() {
  return listFiles([KERNEL_FOLDER, 'package-lock.json']);
}

/** What the browser's build is made of; empty when there is no desk to build. */
export function webSources() {
  if (!existsSync(inClone('src', 'desk', 'web', 'index.html'))) return [];
  return listFiles(
    ['src/desk/web', 'src/desk/api/contract.ts', 'src/model', 'vite.config.ts', 'package-lock.json'],
    (file) => !file.endsWith('.test.ts') && !file.endsWith('.md'),
  );
}

/** Whether the file is AssemblyScript, or belongs to it. */
function isKernel(file) {
  return file.startsWith(KERNEL_FOLDER);
}

/** Whether the file is compiled for the browser rather than for Node. */
export function isWeb(file) {
  return file.startsWith(join('src', 'desk', 'web'));
}
