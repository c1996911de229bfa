/**
 * What of each table must be the same after a kill as without one. Ids that are random, bytes that are encrypted or built
 * from random seeds, and times are left out; everything that means something is in.
 */
import type { Queryable } from '../../../src/store/index.ts';

/** One query a table: its rows in words. */
export const COMPARED: Readonly<Record<string, string>> = {
  'store.change': 'SELECT entity_id FROM store.change',
  'store.job': 'SELECT kind FROM store.job',
  'ledger.pending': 'SELECT entry_number FROM ledger.pending',
  'ledger.witness_conflict': 'SELECT partner, why FROM ledger.witness_conflict',
  'ledger.witness_conflict_more': 'SELECT partner, count FROM ledger.witness_conflict_more',

  'records.load': `SELECT source, state, origin, origin_hash FROM records.load WHERE state <> 'discarded'`,
  'records.staged_row': 'SELECT row_key FROM records.staged_row',
  'records.staged_batch': 'SELECT number FROM records.staged_batch',
  'records.source_row': 'SELECT source, row_key, row_hash FROM records.source_row',
  'records.claim': 'SELECT entity_id, kind, category, source, row_key FROM records.claim',
  'records.statement':
    'SELECT entity_id, id, property, value, review_on, superseded_at IS NULL AS current FROM records.statement',
  'records.relation':
    'SELECT from_id, id, to_id, link, superseded_at IS NULL AS current FROM records.relation',
  'records.judgement': `SELECT left_ref, split_part(right_ref, '/', 2) AS ref, verdict, o.role FROM records.judgement
    JOIN oversight.officer o ON o.id = officer_id`,
  'records.to_resolve': 'SELECT entity_id FROM records.to_resolve',
  'records.resolved': 'SELECT entity_id, cluster_id FROM records.resolved',
  'records.cluster_change': 'SELECT kind, cluster_id, others, entities FROM records.cluster_change',
  'records.open_pair': 'SELECT left_id, right_id, weight, further FROM records.open_pair',
  'records.resolution': 'SELECT open_pairs, set_aside::text FROM records.resolution',
  'records.copy': 'SELECT owner, handling, expires_at FROM records.copy',
  'records.copy_entity': 'SELECT kind, category FROM records.copy_entity',
  'records.copy_statement': 'SELECT property, value, handling FROM records.copy_statement',
  'records.copy_relation': 'SELECT link, handling FROM records.copy_relation',

  'oversight.officer': 'SELECT name, role FROM oversight.officer',
  'oversight.session': 'SELECT officer_id FROM oversight.session',
  'oversight.sign_in_attempt': 'SELECT failures FROM oversight.sign_in_attempt',
  'oversight.failed_sign_in': 'SELECT written, unwritten FROM oversight.failed_sign_in',
  'oversight.officer_handle':
    'SELECT o.role, h.partner FROM oversight.officer_handle h JOIN oversight.officer o ON o.id = h.officer_id',
  'oversight.case_file': 'SELECT reference, title, closed_at FROM oversight.case_file',
  // An act whose intent was closed as unknown is done anew with the same words.
  'oversight.access_text': 'SELECT DISTINCT text FROM oversight.access_text',
  'oversight.open_intent': 'SELECT act FROM oversight.open_intent WHERE closed_unknown_at IS NULL',
  'oversight.budget_grant':
    'SELECT direction, partner, key_class, elements, used, reason FROM oversight.budget_grant',
  // A handle is random; that both questions are counted under one the counts say.
  'oversight.budget_use': `SELECT partner, key_class, regexp_replace(period, 'officer [0-9a-f]{32}', 'officer') AS period, used FROM oversight.budget_use`,

  'intake.run': `SELECT source, mode, state, rows_read, rows_kept, rows_ended, entities_changed, balance FROM intake.run
    WHERE state <> 'failed'`,
  'intake.quarantine': `SELECT r.source, r.state, q.record, q.reason FROM intake.quarantine q JOIN intake.run r ON r.id = q.run_id
    WHERE r.state <> 'failed'`,
  'intake.complaint': `SELECT r.source, r.state, c.record, c.field, c.reason FROM intake.complaint c
    JOIN intake.run r ON r.id = c.run_id WHERE r.state <> 'failed'`,
  'intake.skipped': `SELECT r.source, s.record, s.because FROM intake.skipped s JOIN intake.run r ON r.id = s.run_id
    WHERE r.state <> 'failed'`,
  'intake.quality': `SELECT r.source, r.state, q.field, q.stated, q.empty, q.unknown, q.bad FROM intake.quality q
    JOIN intake.run r ON r.id = q.run_id WHERE r.state <> 'failed'`,

  // How many checkpoints were signed depends on the moment; that each arrived is compared with the ledgers.
  'wire.inbox': `SELECT sender, kind, answer IS NOT NULL AS answered FROM wire.inbox WHERE kind <> 'checkpoint'`,
  'wire.outbox': `SELECT recipient, kind, state FROM wire.outbox WHERE kind <> 'checkpoint' OR state <> 'answered'`,

  'exchange.epoch': 'SELECT number, ends_at, destroyed_at FROM exchange.epoch',
  'exchange.match_key': 'SELECT entity_id, key_class, rule, value FROM exchange.match_key',
  'exchange.withheld_key': 'SELECT entity_id, rule, because FROM exchange.withheld_key',
  'exchange.planned_key': 'SELECT of_class, place FROM exchange.planned_key',
  'exchange.planned_pair': 'SELECT part, place FROM exchange.planned_pair',
  'exchange.removed_key': 'SELECT of_class, place FROM exchange.removed_key',
  'exchange.keyless_record': 'SELECT entity_id FROM exchange.keyless_record',
  'exchange.touched_key': 'SELECT key_class, rule, value FROM exchange.touched_key',
  'exchange.touched_record': 'SELECT entity_id FROM exchange.touched_record',
  'exchange.full_block': 'SELECT rule, block, last_rank, last_value FROM exchange.full_block',
  'exchange.published_key': 'SELECT key_class, rule, value, epoch FROM exchange.published_key',
  'exchange.partner_salt': 'SELECT partner, epoch FROM exchange.partner_salt',
  'exchange.padding_seed': 'SELECT epoch FROM exchange.padding_seed',
  'exchange.own_segment':
    'SELECT partner, epoch, sequence, key_class, kind, bits, count FROM exchange.own_segment',
  'exchange.half_key': 'SELECT entity_id, key_class, rule, value, family FROM exchange.half_key',
  'exchange.published_half': 'SELECT entity_id, key_class, rule, value, epoch FROM exchange.published_half',
  'exchange.tag_secret': 'SELECT partner, epoch FROM exchange.tag_secret',
  'exchange.own_values': 'SELECT partner, epoch, sequence, kind, count, kept FROM exchange.own_values',
  'exchange.left_out_pair':
    'SELECT epoch, entity_id, first_rule, first_value, second_rule, second_value FROM exchange.left_out_pair',
  'exchange.own_manifest': 'SELECT partner, part, number, epoch FROM exchange.own_manifest',
  'exchange.partner_manifest': 'SELECT partner, part, number FROM exchange.partner_manifest',
  'exchange.partner_state':
    'SELECT partner, epoch, number, keys_number, complete FROM exchange.partner_state',
  'exchange.index_refusal': 'SELECT partner, rule FROM exchange.index_refusal',
  'exchange.withdrawn_key': 'SELECT entity_id, rule, value FROM exchange.withdrawn_key',
  'exchange.withdrawal': `SELECT entity_id, key_class, partner, number, confirmed_at IS NOT NULL AS confirmed, deleted_at IS NOT NULL AS deleted
    FROM exchange.withdrawal`,
  'exchange.index_receipt':
    'SELECT partner, number, cardinality(deleted) AS deleted, cardinality(in_force) AS in_force FROM exchange.index_receipt',
  'exchange.question': `SELECT about, purpose, offence, legal_basis, urgency, stopped, refs, closed_at, standing_id IS NOT NULL AS stands
    FROM exchange.question`,
  'exchange.question_partner': `SELECT q.about, q.purpose, p.partner, p.epoch, p.state, p.keys, p.answer, p.manifest_number, p.rules, p.code,
      p.counts, length(p.blinded) AS blinded, p.sealed_keys IS NOT NULL AS sealed
    FROM exchange.question_partner p JOIN exchange.question q ON q.id = p.question_id`,
  'exchange.followed': 'SELECT reviewed_until FROM exchange.followed',
  'exchange.restore': 'SELECT shown_by, what FROM exchange.restore',
  'exchange.restore_word': 'SELECT digest FROM exchange.restore_word',
  'exchange.key_conflict': 'SELECT partner, part, number FROM exchange.key_conflict',
  'exchange.keys_told': 'SELECT party, number, told_by FROM exchange.keys_told',
  'exchange.settlement': 'SELECT partner, believed FROM exchange.settlement',
  'exchange.damaged_segment': 'SELECT partner, of_class, made_from FROM exchange.damaged_segment',
  'exchange.hit':
    'SELECT partner, about, chance, refs, state, request_id IS NOT NULL AS requested FROM exchange.hit',
  'exchange.asked': `SELECT partner, epoch, purpose, offence, legal_basis, urgency, counts, elements_count, asked_at, open_until, standing
    FROM exchange.asked`,
  'exchange.standing': `SELECT about, purpose, legal_basis, declared_at, confirmed_at, stands_until, ended_at, end_code, sealed_wanted IS NOT NULL AS wanted
    FROM exchange.standing`,
  'exchange.standing_partner': `SELECT partner, epoch, keys, state, code, since, next_try_at, length(sealed_tags) AS tags, pairs, cardinality(sealed_pairs) AS pieces, manifest_number, looked_up_at, renewals
    FROM exchange.standing_partner`,
  'exchange.alert': `SELECT a.partner, h.about, h.state, a.raised_at, a.manifest_number, a.seen_at, a.delivery FROM exchange.alert a
    JOIN exchange.hit h ON h.id = a.hit_id`,
  'exchange.traffic':
    'SELECT partner, direction, kind, counts, taken_at IS NOT NULL AS taken FROM exchange.traffic',
  'exchange.pair_statement': 'SELECT partner, day, differences FROM exchange.pair_statement',
  'exchange.commitment': 'SELECT kind, of_class, epoch, count FROM exchange.commitment',
  'exchange.gone_leaf': `SELECT c.of_class, c.epoch, g.place, g.gone_place FROM exchange.gone_leaf g JOIN exchange.commitment c ON c.number = g.commitment`,
  'exchange.not_held_alarm':
    'SELECT partner, answered, not_held, closed_at IS NULL AS open FROM exchange.not_held_alarm',
  'exchange.opened': 'SELECT partner, held FROM exchange.opened',
  'exchange.request': `SELECT direction, partner, summary, urgency, sent_at, due_at, state, entity_ids, answered_at, answer
    FROM exchange.request`,
};

/** Tables that are held together in another way, and how. */
export const COMPARED_ELSEWHERE: Readonly<Record<string, string>> = {
  'store.migration': 'the program itself checks its steps at every start',
  'ledger.entry': 'ledgers.ts compares the acts and verifies the export',
  'ledger.leaf': 'ledgers.ts verifies the export',
  'ledger.node': 'ledgers.ts verifies the export: the sequencer holds it against the signed root',
  'ledger.checkpoint': 'ledgers.ts verifies the export',
  'ledger.witnessed': 'ledgers.ts compares it with the partner’s ledger',
};

/** Every compared table with its rows as text, in a fixed order. */
export async function readRows(from: Queryable): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const [table, sql] of Object.entries(COMPARED)) {
    const { rows } = await from.query(sql);
    found[table] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return found;
}

/** The tables of every room that there are. */
export async function listTables(from: Queryable): Promise<readonly string[]> {
  const { rows } = await from.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}
