import type { ApiError } from '../api/contract.ts';

/** A refusal or failure of the desk's server, as it said it. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly reference: string;
  readonly safe: string | undefined;
  /** The id of what is there already. */
  readonly existing: string | undefined;

  constructor(error: ApiError['error']) {
    super(error.message);
    this.name = 'ApiFailure';
    this.code = error.code;
    this.reference = error.reference;
    this.safe = error.safe;
    this.existing = error.existing;
  }
}

interface CallOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** A call with no hand on keyboard or pointer just before it is the page's own: it does not keep the desk unlocked. */
const HAND_MS = 5_000;
let handAt = Number.NEGATIVE_INFINITY;
for (const event of ['keydown', 'pointerdown'] as const) {
  window.addEventListener(event, () => (handAt = performance.now()), { capture: true, passive: true });
}

/** The answer of a route, or an ApiFailure: 'offline' when the server cannot be reached at all. */
export async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  o: CallOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {};
  if (o.body !== undefined) headers['content-type'] = 'application/json';
  if (performance.now() - handAt > HAND_MS) headers['x-entente-background'] = '1';
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (o.body !== undefined) init.body = JSON.stringify(o.body);
  if (o.signal !== undefined) init.signal = o.signal;
  const response = await reach(path, init);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw new ApiFailure(readError(answer));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiFailure({ code: 'offline', message: 'the server does not answer', reference: '' });
  }
}

function readError(answer: unknown): ApiError['error'] {
  const error = (answer as Partial<ApiError> | null)?.error;
  return error ?? { code: 'internal-failure', message: 'no readable answer', reference: '' };
}
