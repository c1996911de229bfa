import { createServer, type AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { CommandError } from './errors.ts';
import { fail } from './failure.ts';

function sentenceOf(error: unknown): { text: string; code: number } {
  let text = '';
  let code = -1;
  const spies = [
    vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    }),
    vi.spyOn(process, 'exit').mockImplementation((given) => {
      code = Number(given);
      throw new Error('the process has ended');
    }),
  ];
  expect(() => fail(error, false)).toThrow('the process has ended');
  for (const spy of spies) spy.mockRestore();
  return { text, code };
}

async function listenError(port: number): Promise<Error> {
  const server = createServer();
  return await new Promise((resolve) => server.once('error', resolve).listen(port, '127.0.0.1'));
}

it('names the port that is in use', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const error = await listenError(port);
  taken.close();
  expect(sentenceOf(error)).toEqual({
    text: `entente: port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another port [port-in-use]\n`,
    code: 3,
  });
});

it('ends with 2 for wrong use, and with 3 for everything else', () => {
  expect(sentenceOf(new CommandError('usage', 'name a file'))).toEqual({
    text: 'entente: name a file [usage]\n',
    code: 2,
  });
  expect(sentenceOf(new Error('strange'))).toEqual({ text: 'entente: strange [unexpected]\n', code: 3 });
});
