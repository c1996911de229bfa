import { appendFileSync } from 'node:fs';

/**
 * Fault points: the named places where a crash would be most awkward (each commit, file rename and send).
 * In production a point is a look at two environment variables. With ENTENTE_FAULT=<point> (or <point>@<n> for its n-th
 * passage) the process kills itself there, as kill -9 would; with ENTENTE_FAULT_TRACE=<file> it notes every passage.
 */
const declared = new Set<string>();
let passages = 0;

/** Names a place for `reach`; called once, at module load, so that a test can list every point there is. */
export function declareFaultPoint(name: string): string {
  declared.add(name);
  return name;
}

/** Every fault point whose module has been loaded, sorted. */
export function listFaultPoints(): readonly string[] {
  return [...declared].toSorted();
}

/** Passes the named place; dies there, without any clean-up, when the environment asks for it. */
export function reach(name: string): void {
  const trace = process.env['ENTENTE_FAULT_TRACE'];
  if (trace !== undefined) appendFileSync(trace, `${name}\n`);
  const wanted = process.env['ENTENTE_FAULT'];
  if (wanted === undefined) return;
  const [point, count] = wanted.split('@');
  if (point !== name) return;
  passages += 1;
  if (passages < Number(count ?? '1')) return;
  process.kill(process.pid, 'SIGKILL');
  // SIGKILL is delivered asynchronously: nothing after this line may run.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}
