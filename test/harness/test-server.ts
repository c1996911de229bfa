import { createHmac } from 'node:crypto';
import type { PostgresServer } from '../../src/store/index.ts';

/** What the run's setup tells every test file: where the server is, and which database to copy for whom. */
export interface TestServer {
  readonly superuserUrl: string;
  readonly template: string;
  /** Owner of the copies; null on a server given by DATABASE_URL, where the URL's own user owns them. */
  readonly role: { readonly name: string; readonly password: string } | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
    /** Of everything that fast-check generates in this run. */
    seed: number;
  }
}

/** A server known by its URL alone, as the store sees one. */
export function externalServer(url: string): PostgresServer {
  return {
    superuserUrl: (database) => (database === undefined ? url : withDatabase(url, database)),
    rolePassword: (role) => createHmac('sha256', url).update(role).digest('hex'),
  };
}

/** The same URL with another database name in it. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^([a-z]+:\/\/[^/?]*)(?:\/[^?]*)?/, (_all, start: string) => `${start}/${database}`);
}

/** The same URL with another user in it. */
export function withUser(url: string, user: string, password: string): string {
  return url.replace(
    /^([a-z]+:\/\/)(?:[^@/]*@)?/,
    (_all, scheme: string) => `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@`,
  );
}
