import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CodedError, isId } from '../../base/index.ts';
import type { ApiError } from './contract.ts';
import { DESK_ERROR_STATUS, type DeskErrorCode } from './errors.ts';

const SAFE_CHARACTERS_MAX = 300;

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly safe?: string;
  readonly existing?: string;
}

/** Every failure leaves as an ApiError with a reference; the log gets the same reference and the code, never a value. */
export function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: FastifyError | CodedError, request, reply) =>
    sendFailure(request, reply, error),
  );
}

export function sendFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const failure = readFailure(error);
  const level = failure.status >= 500 ? 'error' : 'info';
  request.log[level]({ code: failure.code, status: failure.status }, 'refused');
  // The message and stack of an unforeseen error may quote a value: only its class is written down.
  if (failure.status === 500)
    request.log.error({ errorName: error instanceof Error ? error.name : typeof error }, 'failed');
  return reply
    .code(failure.status)
    .type('application/json; charset=utf-8')
    .send(toApiError(failure, request.id));
}

export function toApiError(failure: Omit<Failure, 'status'>, reference: string): ApiError {
  const { code, message, safe, existing } = failure;
  return {
    error: {
      code,
      message,
      reference,
      ...(safe === undefined ? {} : { safe }),
      ...(existing === undefined ? {} : { existing }),
    },
  };
}

function readFailure(error: unknown): Failure {
  if (error instanceof CodedError) return codedFailure(error);
  const parser = error as Partial<FastifyError>;
  if (parser.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { status: 413, code: 'body-too-large', message: 'the request is larger than this door takes' };
  }
  if (typeof parser.statusCode === 'number' && parser.statusCode >= 400 && parser.statusCode < 500) {
    return { status: 400, code: 'body-malformed', message: 'the request could not be read' };
  }
  return { status: 500, code: 'internal-failure', message: 'this failed on our side and was written down' };
}

function codedFailure(error: CodedError): Failure {
  const status = DESK_ERROR_STATUS[error.code as DeskErrorCode] ?? 409;
  const safe = error.evidence?.['safe'];
  const existing = error.evidence?.['existing'];
  return {
    status,
    code: error.code,
    message: error.message,
    ...(typeof safe === 'string' ? { safe: safe.slice(0, SAFE_CHARACTERS_MAX) } : {}),
    ...(typeof existing === 'string' && isId(existing) ? { existing } : {}),
  };
}
