import type { ExportedEntry } from '../../ledger/index.ts';

/** What one ledger says of what it sent or got: intent and outcome as one. */
export interface LedgerAct {
  readonly act: string;
  /** Hash of the intent's leaf, hexadecimal: what the other side was told. */
  readonly leaf: string;
  readonly actor: string;
  /** Of the outcome, where there is one: that is when it was done. */
  readonly time: string;
  readonly partners: readonly string[];
  readonly recipients: readonly string[];
  readonly result: string | null;
  readonly messageId: string | null;
  readonly peerLeaf: string | null;
  readonly categories: Readonly<Record<string, number>>;
  readonly fields: readonly string[];
}

/** Of an agency's ledger what concerns other agencies. */
export interface LedgerSide {
  readonly agency: string;
  readonly acts: readonly LedgerAct[];
  /** Time of the newest entry; '' for an empty ledger. */
  readonly until: string;
}

/** Reads one side of a comparison; only the acts of this list are kept. */
export async function readLedgerSide(
  entries: AsyncIterable<ExportedEntry>,
  kept: ReadonlySet<string>,
): Promise<LedgerSide> {
  const acts = new Map<string, LedgerAct>();
  let agency = '';
  let until = '';
  for await (const { leaf, fields } of entries) {
    agency ||= textOf(fields['agency']);
    const time = textOf(fields['time']);
    if (time > until) until = time;
    if (!kept.has(textOf(fields['act']))) continue;
    if (fields['kind'] === 'intent') acts.set(textOf(fields['id']), intentOf(leaf, fields));
    else {
      const intent = textOf(fields['intent']);
      const begun = acts.get(intent);
      // A second outcome is a truth that came late: it counts.
      if (begun !== undefined) acts.set(intent, { ...begun, ...outcomeOf(begun, fields) });
    }
  }
  return { agency, acts: [...acts.values()], until };
}

function intentOf(leaf: string, fields: ExportedEntry['fields']): LedgerAct {
  return {
    act: textOf(fields['act']),
    leaf,
    actor: textOf(fields['actor']),
    time: textOf(fields['time']),
    partners: textsOf(fields['partners']),
    recipients: [],
    result: null,
    messageId: textOf(fields['messageId']) || null,
    peerLeaf: textOf(fields['peerLeaf']) || null,
    categories: countsOf(fields['categories']),
    fields: [],
  };
}

function outcomeOf(begun: LedgerAct, fields: ExportedEntry['fields']): Partial<LedgerAct> {
  return {
    time: textOf(fields['time']),
    result: textOf(fields['result']),
    recipients: textsOf(fields['recipients']),
    fields: textsOf(fields['fields']),
    messageId: begun.messageId ?? (textOf(fields['messageId']) || null),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(textOf) : []);

function countsOf(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
