/** The columns of a load's tables, staged and visible, in one order for both. */
const MARKING_COLUMNS =
  'evaluation_scheme, evaluation_code, certainty, handling, legal_basis, classification, review_on';
export const CLAIM_COLUMNS = 'entity_id, kind, category, source, row_key, load_id';
export const STATEMENT_COLUMNS = `entity_id, id, property, written, value, tokens, source, row_key, locator, valid_from, valid_until, load_id, ${MARKING_COLUMNS}`;
export const RELATION_COLUMNS = `from_id, id, to_id, link, written, source, row_key, locator, valid_from, valid_until, load_id, ${MARKING_COLUMNS}`;
