/** kill -9 at every fault point of the packaged database server's first start: the next start finishes it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickFolder } from '../harness/quick-folder.ts';
import { AgencyProcesses, dieAt } from './kill/agency-processes.ts';
import { SERVER_KILLS } from './kill/kills.ts';

let processes: AgencyProcesses;
const folder = mkdtempSync(join(quickFolder(), 'entente-kill-server-'));

beforeAll(() => {
  processes = new AgencyProcesses();
});

afterAll(() => {
  processes.endAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('the first start of a database server, killed at', () => {
  it.each(SERVER_KILLS.map((kill, at) => [describeKill(kill), kill, at] as const))(
    '%s, is finished by the next',
    async (_name, { point, after }, at) => {
      const place = {
        folder: join(folder, String(at)),
        id: 'owner',
        country: 'FR',
        peerPort: 0,
        databaseUrl: '',
      };
      const begin = async () => {
        const process = processes.take();
        await process.call('be', place);
        return process;
      };
      for (const kill of after === undefined ? [point] : [after, point]) {
        const process = await begin();
        await dieAt(process, kill, () => process.call('tryOwnServer', null));
      }
      const process = await begin();
      await process.call('tryOwnServer', null);
      processes.giveBack(process);
      const drafts = readdirSync(join(place.folder, 'postgres')).filter((name) => name.endsWith('.new'));
      expect(drafts).toEqual([]);
    },
    60_000,
  );
});

function describeKill({ point, after }: (typeof SERVER_KILLS)[number]): string {
  return after === undefined ? point : `${point} after ${after}`;
}
