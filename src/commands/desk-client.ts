import { CodedError } from '../base/index.ts';
import type { ApiError } from '../desk/index.ts';
import { CommandError } from './errors.ts';

/** The desk said no, in its own code and words. */
export class DeskCallError extends CodedError {}

/** Speaks to a running desk as a browser does: signs in, keeps the cookie, signs out. */
export class DeskClient {
  readonly #base: string;
  #cookie = '';

  constructor(base: string) {
    this.#base = base.replace(/\/$/, '');
  }

  async signIn(name: string, password: string): Promise<void> {
    const response = await this.#send('POST', '/api/session', { name, password });
    this.#cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  async signOut(): Promise<void> {
    await this.#send('DELETE', '/api/session');
  }

  async get<View>(path: string): Promise<View> {
    return (await (await this.#send('GET', path)).json()) as View;
  }

  async post<View>(path: string, body: unknown): Promise<View> {
    return (await (await this.#send('POST', path, body)).json()) as View;
  }

  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.#base + path, {
        method,
        headers: {
          origin: this.#base,
          ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new CommandError('desk-unreachable', `no desk answers at ${this.#base}: is the server running?`, {
        cause,
      });
    }
    if (response.ok) return response;
    const said = (await response.json().catch(() => null)) as ApiError | null;
    throw new DeskCallError(
      said?.error.code ?? 'refused',
      said?.error.message ?? `the desk answered ${response.status}`,
    );
  }
}
