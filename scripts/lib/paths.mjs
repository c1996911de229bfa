import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's top folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the clone. */
export function inClone(...parts) {
  return join(root, ...parts);
}

/** A program that npm installed. */
export function installed(name) {
  return inClone('node_modules', '.bin', name);
}
