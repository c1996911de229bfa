import { type CaseFile, createCase, listCases, OversightError, readCase } from '../../oversight/index.ts';
import type { CaseView } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';

/** The cases that questions are asked for: open ones; a closed case is no ground to ask anything. */
export function caseServices(
  parts: DeskServicesParts,
  consultations: Consultations,
): Pick<DeskServices, 'cases' | 'openCase'> {
  return {
    cases(session) {
      return consultations.read(session, { act: 'read-questions' }, async (tx) => {
        const open = (await listCases(tx)).filter((file) => file.closedAt === null);
        return { value: open.map(caseView), count: open.length };
      });
    },
    async openCase(session, { reference, title }) {
      const request = { act: 'open-case', actor: actorOf(session) } as const;
      const opened = await parts.oversight.permit<CaseView | OversightError>(request, async (tx) => {
        try {
          const id = await createCase(tx, { reference, title, officerId: session.officerId });
          const file = await readCase(tx, id);
          if (file === null) throw new DeskError('not-found', 'the case was opened and cannot be read');
          return { value: caseView(file), outcome: { result: 'done', count: 1 } };
        } catch (error) {
          if (!isSecond(error)) throw error;
          return { value: error, outcome: { result: 'refused', rule: error.code } };
        }
      });
      if (!(opened instanceof OversightError)) return opened;
      return orSay('No second case was opened.', () => Promise.reject(opened));
    },
  };
}

function isSecond(error: unknown): error is OversightError {
  return error instanceof OversightError && error.code === 'case-exists';
}

function caseView({ id, reference, title, openedAt }: CaseFile): CaseView {
  return { id, reference, title, openedAt: openedAt.toISOString() };
}
