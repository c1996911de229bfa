import { type Hit, readAnsweredBefore } from '../../exchange/index.ts';
import { readCopies, type ReceivedCopy } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { HeldAnswer } from '../api/contract.ts';
import { thingHead } from './field-views.ts';

/** What is held of a hit already: the answer to it, or to an earlier hit of the case on the very same keys. */
export type HeldAnswers = (hit: Pick<Hit, 'id' | 'requestId' | 'state'>) => HeldAnswer | undefined;

/** Reads the case's copies that still last; a copy that went takes its picture with it. */
export async function readHeldAnswers(from: Queryable, caseId: string, now: Date): Promise<HeldAnswers> {
  const copies = await readCopies(from, { caseId, now });
  const before = await readAnsweredBefore(from, caseId);
  return ({ id, requestId, state }) => {
    const answered = state === 'answered' ? requestId : before.get(id);
    const copy = copies.find((candidate) => candidate.requestId === answered);
    return copy === undefined ? undefined : heldAnswer(copy);
  };
}

function heldAnswer(copy: ReceivedCopy): HeldAnswer | undefined {
  const subject = copy.entities.find(({ ref }) => ref === 'e1') ?? copy.entities[0];
  if (subject === undefined) return undefined;
  const { requestId, receivedAt, expiresAt } = copy;
  return { ...thingHead(`${copy.id}/${subject.ref}`, subject), requestId, receivedAt, expiresAt };
}
