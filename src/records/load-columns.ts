/** How a batch is staged, and how it becomes rows of the visible tables: the columns, and where each comes from. */
export interface LoadTable {
  /** One `records.staged_…[]` made of the batch's texts: its places as $2, its markings as $3, and of this table as `$parameter`. */
  readonly staged: string;
  readonly table: string;
  readonly columns: string;
  /** What is selected for them, given `load.id` as $1 and its source as $2. */
  readonly selected: string;
  /** The staged batches of the load $1, taken apart. */
  readonly from: string;
}

interface LoadTableParts {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly parameter: number;
  /** What the batch says for each row, typed. */
  readonly own: string;
  readonly isPlaced?: boolean;
}

const MARKING =
  'evaluation_scheme text, evaluation_code text, certainty text, handling text[], legal_basis text, classification text, review_on date';
const ROW_KEY = ['row_key'];
const PLACE = ['row_key', 'locator'];

/** What the rows of a batch share, read once: to be named in front of the staged columns. */
export const SHARED = `WITH place AS MATERIALIZED (SELECT * FROM json_to_recordset($2) AS p (place int, row_key text, locator jsonb)),
  marking AS MATERIALIZED (SELECT * FROM json_to_recordset($3) AS m (marking int, ${MARKING}))`;

/**
 * The texts are parsed while the load is staged, when this program has other things to do; publishing, which others wait for,
 * only takes apart what is ready.
 */
function loadTable({ table, name, type, parameter, own, isPlaced = true }: LoadTableParts): LoadTable {
  const said = namesOf(own);
  const placed = isPlaced ? PLACE : ROW_KEY;
  const marks = isPlaced ? namesOf(MARKING) : [];
  const columns = [...said, ...placed, ...marks];
  const values = [
    ...said.map((column) => `n.${column}`),
    ...placed.map((column) => `p.${column}`),
    ...marks.map((column) => `m.${column}`),
  ];
  const numbers = isPlaced ? 'place int, marking int' : 'place int';
  const joined = isPlaced ? 'JOIN marking AS m ON m.marking = n.marking' : '';
  return {
    staged: `coalesce((SELECT array_agg(ROW(${values.join(', ')})::records.${type})
      FROM json_to_recordset($${parameter}) AS n (${own}, ${numbers}) JOIN place AS p ON p.place = n.place ${joined}), '{}')`,
    table,
    columns: ['load_id', 'source', ...columns].join(', '),
    selected: ['$1', '$2', ...columns.map((column) => `n.${column}`)].join(', '),
    from: `records.staged_batch AS b CROSS JOIN LATERAL unnest(b.${name}) AS n`,
  };
}

function namesOf(typed: string): string[] {
  return typed.split(', ').map((column) => column.split(' ')[0] ?? '');
}

export const CLAIMS = loadTable({
  table: 'records.claim',
  name: 'claims',
  type: 'staged_claim',
  parameter: 4,
  own: 'entity_id text, kind text, category text',
  isPlaced: false,
});
export const STATEMENTS = loadTable({
  table: 'records.statement',
  name: 'statements',
  type: 'staged_statement',
  parameter: 5,
  own: 'entity_id text, id text, property text, written text, value text, tokens text[], valid_from text, valid_until text',
});
export const RELATIONS = loadTable({
  table: 'records.relation',
  name: 'relations',
  type: 'staged_relation',
  parameter: 6,
  own: 'from_id text, id text, to_id text, link text, written text, valid_from text, valid_until text',
});
