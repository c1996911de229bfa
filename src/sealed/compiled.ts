/** Where something compiled lies: beside this room's compiled modules, or under dist when the sources are run as they are. */
export function compiledUrl(moduleUrl: string, file: string): URL {
  const compiled = moduleUrl.endsWith('.ts') ? moduleUrl.replace('/src/', '/dist/src/') : moduleUrl;
  return new URL(file, compiled);
}
