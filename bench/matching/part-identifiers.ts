/** Identifiers in invented notations: `identifiers_correct`, the share of rows judged right; needs no data folder. */
import { IDENTIFIER_KINDS, standardiseIdentifier } from '../../src/match/index.ts';
import { IDENTIFIER_FORMATS } from './identifier-formats.ts';

export interface IdentifierRow {
  readonly kind: (typeof IDENTIFIER_KINDS)[number];
  readonly country: string;
  readonly left: string;
  readonly right: string;
  readonly isSame: boolean;
}

export function identifierRows(): IdentifierRow[] {
  return IDENTIFIER_FORMATS.split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [said = '', country = '', left = '', right = '', verdict = ''] = line.split(';');
      const kind = IDENTIFIER_KINDS.find((known) => known === said);
      if (kind === undefined || !/^(?:same|different)$/.test(verdict))
        throw new RangeError(`a row of another form: ${line}`);
      return { kind, country, left, right, isSame: verdict === 'same' };
    });
}

/** Whether the two values of a row lead to one canonical form. A value that cannot be read is the same as none. */
export function judgeRow({ kind, country, left, right }: IdentifierRow): boolean {
  const [one, other] = [left, right].map((text) => standardiseIdentifier(kind, text, country)?.canonical);
  return one !== undefined && one === other;
}

export function measureIdentifiers(): Record<string, number> {
  const rows = identifierRows();
  const wrong = rows.filter((row) => judgeRow(row) !== row.isSame);
  return {
    identifiers_rows: rows.length,
    identifiers_correct: (rows.length - wrong.length) / rows.length,
    identifiers_false_matches: wrong.filter((row) => !row.isSame).length,
  };
}
