import { STORY } from '../../demo/index.ts';
import type { StatusView } from '../desk/index.ts';
import { CommandError } from './errors.ts';
import { lastWords, type TownServer } from './town-server.ts';

/** Where the town's progress goes: `say` one line for whoever waits, `print` what a person needs to keep. */
export interface Speech {
  readonly say: (line: string) => void;
  readonly print: (text: string) => void;
}

/**
 * Opens the desks, has the agencies loaded, and says how it ended. While one seals its index the next one reads: two at a time, so
 * that no processor waits. Nothing is read before `sources` are there. Servers that end on the way are named and passed over.
 */
export async function runTown(
  servers: readonly TownServer[],
  speech: Speech,
  sources: Promise<void> = Promise.resolve(),
): Promise<void> {
  for (const server of servers) void sayWhenItEnds(server, speech);
  // Its failure is thrown below, and must not end the process before that.
  sources.catch(() => undefined);
  const open = await those(servers, (server) => server.untilListening());
  if (open.length > 0) speech.print(signIns(open));
  await sources;
  let before: Promise<void> = Promise.resolve();
  for (const server of open) {
    const loading = loadOne(server, speech);
    await Promise.all([before, Promise.race([loading, server.untilRead()])]);
    before = loading;
  }
  await before;
  const ready = await those(open, (server) => server.untilReady());
  if (!isStopping(servers)) speech.say(conclusion(servers, ready));
}

/** Throws `town-ended` once no server runs any more. */
export async function untilNoneRuns(servers: readonly TownServer[]): Promise<never> {
  await Promise.all(servers.map((server) => server.ended));
  throw new CommandError('town-ended', 'none of the town’s servers runs any more; the lines above say why');
}

async function those(
  servers: readonly TownServer[],
  holds: (server: TownServer) => Promise<boolean>,
): Promise<readonly TownServer[]> {
  const answers = await Promise.all(servers.map(holds));
  return servers.filter((_, at) => answers[at]);
}

/** Whoever has pressed Ctrl-C is told no more of how the round would have gone on. */
function isStopping(servers: readonly TownServer[]): boolean {
  return servers.some((server) => server.isStopping);
}

async function sayWhenItEnds(server: TownServer, { say }: Speech): Promise<void> {
  const end = await server.ended;
  if (server.isStopping) return;
  const { agency, log } = server.place;
  say(`${agency.letters}: its server ended: ${lastWords(log) ?? end}. The others go on. Its log: ${log}`);
}

async function loadOne(server: TownServer, { say }: Speech): Promise<void> {
  if (!server.runs || server.isStopping) return;
  const { letters, sources } = server.place.agency;
  say(`${letters}: reading ${sources[0]?.source ?? 'its source'}, then sealing its index`);
  if ((await server.load()) && !server.isStopping) say(`${letters}: ${describe(server.status)}`);
}

function describe(status: StatusView | null): string {
  const failed = status?.steps.find((one) => one.state === 'failed');
  if (failed !== undefined) return `not loaded: ${failed.detail ?? failed.step}`;
  const sealed = status?.steps.find((one) => one.step === 'index')?.total ?? 0;
  // A second start finds everything as it was: nothing is sealed anew.
  return sealed > 1 ? `loaded; ${sealed} match keys sealed for each partner` : 'loaded, as at the last start';
}

/** Where to go and as whom: said as soon as sign-in works, while the rest is still loading. */
function signIns(servers: readonly TownServer[]): string {
  const lines = servers.map(({ place: { agency, deskPort } }) => {
    const officer = agency.officers[0];
    return `  ${agency.letters}  http://127.0.0.1:${deskPort}  ${agency.name.padEnd(24)} ${officer?.name.padEnd(14)} ${officer?.password}`;
  });
  return `\nThe desks are open; each page shows what is still loading. Sign in as an investigator:\n${lines.join('\n')}\n(The sign-in page lists the other officers. Everyone in this town is invented.)\n\n`;
}

function conclusion(servers: readonly TownServer[], ready: readonly TownServer[]): string {
  const where = `Sign in at http://127.0.0.1:${ready[0]?.place.deskPort} and ask ${STORY.storyPhone}`;
  if (ready.length === servers.length) return `ready: all five agencies are loaded and indexed. ${where}`;
  const missing = servers
    .filter((server) => !ready.includes(server))
    .map(({ place }) => place.agency.letters);
  const rest = ready.length === 0 ? '' : ` The others are loaded and indexed. ${where}`;
  return `not ready: ${missing.join(', ')}. The lines above say why.${rest}`;
}
