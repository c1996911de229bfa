/** Every commit, file rename and send names a fault point, so that test/journeys/kill-at-every-point can kill it there. */
import { describe, expect, it } from 'vitest';
import { isTest } from './house/plan.ts';
import { readSources } from './house/sources.ts';

/** Calls after (or before) which a crash would be most awkward. */
const AWKWARD =
  /\.transaction\(|\b(?:rename|renameSync|link|linkSync)\(|\bclient\.(?:send|fetch|download)\(/g;

/** Calls that have their points elsewhere or need none, by file: how many, and why. */
const EXCUSED: Readonly<Record<string, { readonly calls: number; readonly because: string }>> = {
  'src/commands/town-server.ts': {
    calls: 1,
    because: 'a log is moved aside; nothing is ever read back from it',
  },
  'src/desk/services/consultations.ts': { calls: 1, because: 'the transaction only reads' },
  'src/exchange/ask/set-aside.ts': {
    calls: 1,
    because:
      'forgetting is one transaction and nothing follows from it: killed before or after, the next beat does the rest',
  },
  'src/exchange/receive.ts': { calls: 1, because: 'wire has the points around it: wire/inbox/…' },
  'src/ledger/keys.ts': { calls: 1, because: 'a tool for people; agencies make their keys in room wire' },
  'src/store/database.ts': { calls: 0, because: 'here it is defined' },
  'src/store/folder-lock.ts': {
    calls: 1,
    because: 'a lock moved aside by mistake is put back, nothing else',
  },
};

const sources = readSources().filter(({ file }) => file.startsWith('src/') && !isTest(file));

describe('a source file', () => {
  it('passes a fault point for each commit, rename and send in it', () => {
    const bare = sources
      .map(({ file, text }) => ({
        file,
        calls: countOf(text, AWKWARD) - (EXCUSED[file]?.calls ?? 0),
        points: countOf(text, /\breach\(/g),
      }))
      .filter(({ calls, points }) => calls > points);
    expect(bare).toEqual([]);
  });

  it('passes only points that it declares, each declared once in the whole program', () => {
    const declared = sources.flatMap(({ text }) => [...text.matchAll(/declareFaultPoint\('([^']+)'\)/g)]);
    const names = declared.map((match) => match[1]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const idle = sources.filter(
      ({ file, text }) =>
        file !== 'src/base/faults.ts' &&
        [...text.matchAll(/const (\w+) = declareFaultPoint\(/g)].some(
          ([, name]) => !text.includes(`reach(${name ?? ''})`),
        ),
    );
    expect(idle.map(({ file }) => file)).toEqual([]);
  });

  it('is excused only where there is something to excuse', () => {
    const needless = Object.entries(EXCUSED).filter(
      ([file, { calls }]) => countOf(sources.find((one) => one.file === file)?.text ?? '', AWKWARD) < calls,
    );
    expect(needless).toEqual([]);
  });
});

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
