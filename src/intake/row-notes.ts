import type { SourceRow } from './connector.ts';
import type { Fate, Reader } from './field-values.ts';

export type CellFate = Fate['fate'];

/** A value that could not be used, or could not be used in full. */
export interface Complaint {
  readonly record: number;
  /** `person.birth-date` */
  readonly field: string;
  readonly reason: string;
  readonly written: string;
}

/** What is noted of one row while it is read. */
export interface RowNotes {
  readonly record: number;
  /** Field and fate of every cell that was read. */
  readonly cells: (readonly [field: string, fate: CellFate])[];
  readonly complaints: Complaint[];
}

export interface ValidityReaders {
  readonly validFrom: Reader | undefined;
  readonly validUntil: Reader | undefined;
}

export interface Validity {
  validFrom?: string;
  validUntil?: string;
}

const ALWAYS: Validity = {};

/** When the fact held; a date that cannot be read is complained of and left out. */
export function readValidity(
  { validFrom, validUntil }: ValidityReaders,
  field: string,
  row: SourceRow,
  turn: number,
  notes: RowNotes,
): Readonly<Validity> {
  if (validFrom === undefined && validUntil === undefined) return ALWAYS;
  const found: Validity = {};
  const from = readDay(validFrom?.(row, turn), `${field}.valid-from`, notes);
  const until = readDay(validUntil?.(row, turn), `${field}.valid-until`, notes);
  if (from !== undefined) found.validFrom = from;
  if (until !== undefined) found.validUntil = until;
  return found;
}

function readDay(fate: Fate | undefined, field: string, notes: RowNotes): string | undefined {
  if (fate?.fate === 'bad')
    notes.complaints.push({ record: notes.record, field, reason: fate.why, written: fate.written });
  return fate?.fate === 'stated' ? fate.value : undefined;
}
