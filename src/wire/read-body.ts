import type { IncomingMessage } from 'node:http';
import { concatBytes } from '../base/index.ts';
import { WireError } from './errors.ts';

/** The whole body; stops reading and throws `too-large` as soon as it is, whatever its head announced. */
export function readBody(message: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const announced = Number(message.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const tooLarge = (): void => {
      message.pause();
      reject(new WireError('too-large', `a body has at most ${bytesMax} bytes`));
    };
    if (announced > bytesMax) {
      tooLarge();
      return;
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    message.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > bytesMax) tooLarge();
      else chunks.push(chunk);
    });
    message.on('end', () => resolve(concatBytes(...chunks)));
    message.on('error', (cause) =>
      reject(new WireError('partner-down', 'the connection broke off', { cause })),
    );
    message.on('close', () => {
      if (!message.complete) reject(new WireError('partner-down', 'the connection broke off'));
    });
  });
}
