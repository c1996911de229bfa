import type { Oversight } from '../../oversight/index.ts';
import type { AuditAnswer, AuditRequest, Shown } from './audit-files.ts';
import { showPublished } from './audit-published.ts';
import { showQuestions } from './audit-questions.ts';
import type { SegmentShower } from './show-list.ts';
import { showSegments } from './show-segments.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

type Context = Pick<ExchangeContext, 'agencyId' | 'database' | 'keyFolder' | 'clock'> & {
  readonly oversight: Oversight;
  /** Opened when segments are to be shown. */
  readonly openShower: () => Promise<SegmentShower>;
};

/**
 * The agency's side of an audit: shows what the request asks for out of its own database, with an entry of its own. `requestHash`
 * is SHA-256 of the request's file. Throws `audit-file-invalid` when the request is about another agency's ledger.
 */
export async function answerAudit(
  context: Context,
  request: AuditRequest,
  requestHash: string,
): Promise<AuditAnswer> {
  if (request.ledger.origin !== `entente/${context.agencyId}`)
    throw new ExchangeError('audit-file-invalid', 'the request is about the ledger of another agency');
  const permit = await context.oversight.begin({
    act: 'answer-audit',
    actor: { type: 'system' },
    categories: { [request.what]: request.samples.length },
  });
  try {
    const answers = await showSamples(context, request);
    const count = answers.filter(({ state }) => state !== 'not-shown' && state !== 'forgotten').length;
    await context.oversight.finish(context.database, permit, { result: 'done', count });
    const at = context.clock.now().toISOString();
    return {
      audit: 'entente-audit-answer',
      v: 1,
      request: requestHash,
      agency: context.agencyId,
      at,
      answers: [...answers],
    };
  } catch (error) {
    await context.oversight.finish(context.database, permit, { result: 'failed' });
    throw error;
  }
}

async function showSamples(
  context: Context,
  { what, nonce, samples }: AuditRequest,
): Promise<readonly Shown[]> {
  switch (what) {
    case 'published':
      return showPublished(context.database, samples);
    case 'questions':
      return showQuestions(context, samples);
    case 'segments':
      return showSegments({ ...context, ...(await context.openShower()) }, nonce, samples);
  }
}
