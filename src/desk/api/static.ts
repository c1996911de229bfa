import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sendFailure } from './answers.ts';
import { DeskError } from './errors.ts';

/** Serves the built pages: hashed files for a year, the frame page never stored; every page path gets the frame page. */
export function servePages(server: FastifyInstance, webFolder: string | null): void {
  const built = webFolder !== null && existsSync(join(webFolder, 'index.html'));
  if (built) {
    server.register(fastifyStatic, {
      root: webFolder,
      // The files are listed once at the start: no path from outside reaches the file system.
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const hashed = /[.-][A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(path);
        response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.[a-z0-9]+(\?|$)/.test(request.url);
    if (isPage && built) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return sendFailure(request, reply, new DeskError('not-found', 'there is nothing at this address'));
  });
}
