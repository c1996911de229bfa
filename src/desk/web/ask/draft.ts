import { useSyncExternalStore } from 'react';
import type { QuestionDraft, UnderstoodView } from '../../api/contract.ts';
import type { LegalBasis, Offence, Purpose, Urgency } from '../../../model/index.ts';

/** The question as it stands on the page; empty words are choices not made yet. It lives as long as the page does. */
export interface Draft {
  readonly text: string;
  readonly without: readonly string[];
  readonly purpose: Purpose | '';
  readonly offence: Offence | '';
  readonly legalBasis: LegalBasis | '';
  readonly urgency: Urgency;
  readonly justification: string;
  /** The last day on which it stands, ISO; empty: it is asked once. */
  readonly standsUntil: string;
  /** Partners the officer took out. */
  readonly notAsked: readonly string[];
}

const EMPTY: Draft = {
  text: '',
  without: [],
  purpose: '',
  offence: '',
  legalBasis: '',
  urgency: 'normal',
  justification: '',
  standsUntil: '',
  notAsked: [],
};
let current = EMPTY;
const listeners = new Set<() => void>();

export function changeDraft(change: Partial<Draft>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

/** A new subject under the same purpose: reasons stay, the words and what was left out go. */
export function startDraft(text: string): void {
  changeDraft({ text, without: [], notAsked: [], standsUntil: '' });
}

export function forgetDraft(): void {
  changeDraft(EMPTY);
}

export function readDraft(): Draft {
  return current;
}

export function useDraft(): Draft {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function chipKey(chip: UnderstoodView['chips'][number]): string {
  return `${chip.type}:${chip.canonical}`;
}

export type Missing = 'text' | 'case' | 'purpose' | 'offence' | 'basis' | 'why';

export function missingOf(draft: Draft, caseId: string | null): readonly Missing[] {
  const lacks: readonly (readonly [boolean, Missing])[] = [
    [draft.text.trim() === '', 'text'],
    [caseId === null, 'case'],
    [draft.purpose === '', 'purpose'],
    [draft.offence === '', 'offence'],
    [draft.legalBasis === '', 'basis'],
    [draft.justification.trim() === '', 'why'],
  ];
  return lacks.filter(([lack]) => lack).map(([, what]) => what);
}

/** The draft as the server takes it, or null while something is missing. */
export function toQuestion(draft: Draft, caseId: string | null): QuestionDraft | null {
  const { text, without, purpose, offence, legalBasis, urgency, justification } = draft;
  if (caseId === null || purpose === '' || offence === '' || legalBasis === '') return null;
  if (missingOf(draft, caseId).length > 0) return null;
  return { text, without, caseId, purpose, offence, legalBasis, urgency, justification };
}
