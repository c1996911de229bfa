import type { Clock } from '../../base/index.ts';
import { ELEMENT_BYTES, SealedError } from '../../sealed/index.ts';
import type { KeyHolder, Sealer } from './sealer.ts';
import { type Ceilings, openSealerCounters } from './sealer-counters.ts';
import { readSealerGrant } from './sealer-grants.ts';

/** The largest batch that a question may hold (RFC 9497 proofs are made for one batch a class). */
const BATCH_ELEMENTS_MAX = 4_096;

/** By what a sealer counts, and whose grants it takes. */
export interface Counting {
  readonly agencyId: string;
  /** Where the counts lie, beside the seeds. */
  readonly folder: string;
  readonly ceilings: Ceilings;
  /** Our agency's, by the agreement, in base64url. */
  readonly signingKey: string;
}

/** The same keys behind counters: nothing is evaluated that was not counted before. Throws `sealer-broken` for counts that cannot be read. */
export function countedSealer(
  holder: KeyHolder,
  { agencyId, folder, ceilings, signingKey }: Counting,
  clock: Clock,
): Sealer {
  const counters = openSealerCounters({ folder, clock, ceilings });
  return {
    ...holder,
    async evaluate(work) {
      const count = work.elements.length / ELEMENT_BYTES;
      if (!Number.isInteger(count) || count < 1 || count > BATCH_ELEMENTS_MAX)
        throw new SealedError(
          'batch-size',
          `a batch holds 1 to ${BATCH_ELEMENTS_MAX} elements of ${ELEMENT_BYTES} bytes`,
        );
      counters.count(work.partner, work.epoch, work.keyClass, count);
      return holder.evaluate(work);
    },
    grant: async (signed) =>
      counters.grant(readSealerGrant(signed, { agencyId, signingKey, now: clock.now() })),
    async destroyBefore(epoch) {
      await holder.destroyBefore(epoch);
      counters.forgetBefore(epoch);
    },
  };
}
