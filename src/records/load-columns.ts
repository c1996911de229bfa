/** How a staged batch becomes rows of the visible tables: their columns, and where each comes from. */
export interface LoadTable {
  readonly columns: string;
  /** What is selected for them, given `load.id` as $1 and its source as $2. */
  readonly selected: string;
  /** The staged batches of the load $1, taken apart. */
  readonly from: string;
}

const MARKING =
  'evaluation_scheme text, evaluation_code text, certainty text, handling text[], legal_basis text, classification text, review_on date';

function loadTable(name: string, record: string, isMarked: boolean): LoadTable {
  const staged = namesOf(record).filter((column) => column !== 'marking');
  const marks = isMarked ? namesOf(MARKING) : [];
  const joined = isMarked
    ? `JOIN json_to_recordset(b.markings) AS m (marking int, ${MARKING}) ON m.marking = n.marking`
    : '';
  return {
    columns: ['load_id', 'source', ...staged, ...marks].join(', '),
    selected: [
      '$1',
      '$2',
      ...staged.map((column) => `n.${column}`),
      ...marks.map((column) => `m.${column}`),
    ].join(', '),
    from: `records.staged_batch b CROSS JOIN LATERAL json_to_recordset(b.${name}) AS n (${record}) ${joined}`,
  };
}

function namesOf(typed: string): string[] {
  return typed.split(', ').map((column) => column.split(' ')[0] ?? '');
}

export const CLAIMS = loadTable('claims', 'entity_id text, kind text, category text, row_key text', false);
export const STATEMENTS = loadTable(
  'statements',
  'entity_id text, id text, property text, written text, value text, tokens text[], row_key text, locator jsonb, valid_from text, valid_until text, marking int',
  true,
);
export const RELATIONS = loadTable(
  'relations',
  'from_id text, id text, to_id text, link text, written text, row_key text, locator jsonb, valid_from text, valid_until text, marking int',
  true,
);
