import type { Migration } from '../store/index.ts';

export const exchangeMigrations: readonly Migration[] = [
  {
    name: '0001-questions',
    sql: `
      -- own index: what is published, and which record stands behind each key (never: which output)
      CREATE TABLE exchange.epoch (number int PRIMARY KEY, begun_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, destroyed_at timestamptz);
      CREATE TABLE exchange.match_key (entity_id text, key_class text, rule text, value text, PRIMARY KEY (entity_id, key_class, rule, value));
      CREATE INDEX match_key_value ON exchange.match_key (key_class, rule, value);
      CREATE TABLE exchange.withheld_key (entity_id text, rule text, because text NOT NULL, PRIMARY KEY (entity_id, rule, because));
      CREATE TABLE exchange.published_key (key_class text, rule text, value text, epoch int NOT NULL, PRIMARY KEY (key_class, rule, value, epoch));
      CREATE TABLE exchange.partner_salt (partner text, epoch int, salt bytea NOT NULL, PRIMARY KEY (partner, epoch));
      CREATE TABLE exchange.own_segment (partner text, epoch int, sequence int, hash text NOT NULL, key_class text NOT NULL, kind text NOT NULL,
        bits int NOT NULL, count int NOT NULL, bytes bigint NOT NULL, PRIMARY KEY (partner, epoch, sequence));
      CREATE TABLE exchange.own_manifest (partner text, part text, number int, epoch int NOT NULL, bytes bytea NOT NULL, hash text NOT NULL,
        issued_at timestamptz NOT NULL, PRIMARY KEY (partner, part, number));

      -- partners' indexes, as fetched
      CREATE TABLE exchange.partner_manifest (partner text, part text, number int, bytes bytea NOT NULL, hash text NOT NULL,
        received_at timestamptz NOT NULL, PRIMARY KEY (partner, part, number));
      CREATE TABLE exchange.partner_state (partner text PRIMARY KEY, epoch int NOT NULL, number int NOT NULL, keys_number int NOT NULL,
        issued_at timestamptz NOT NULL, salt bytea NOT NULL, checked_at timestamptz NOT NULL, complete boolean NOT NULL);

      -- asked by us
      CREATE TABLE exchange.question (id text PRIMARY KEY, case_id text NOT NULL, officer_id text NOT NULL, purpose text NOT NULL, offence text NOT NULL,
        legal_basis text NOT NULL, urgency text NOT NULL, about jsonb NOT NULL, stopped jsonb NOT NULL, refs jsonb NOT NULL, intent_id text NOT NULL,
        sealed_seed bytea, asked_at timestamptz NOT NULL, closed_at timestamptz);
      CREATE TABLE exchange.question_partner (question_id text REFERENCES exchange.question, partner text, handle text NOT NULL, message_id text NOT NULL UNIQUE,
        epoch int NOT NULL, state text NOT NULL, keys int NOT NULL, sent_at timestamptz NOT NULL, answered_at timestamptz, answer bytea,
        manifest_number int, manifest_issued_at timestamptz, rules int, code text, PRIMARY KEY (question_id, partner));
      CREATE TABLE exchange.element (question_id text, partner text, key_class text, position int, number int NOT NULL, rule text NOT NULL, value text NOT NULL,
        about text NOT NULL, canonical text NOT NULL, padding boolean NOT NULL, blinded bytea NOT NULL, PRIMARY KEY (question_id, partner, key_class, position));
      CREATE TABLE exchange.hit (id text PRIMARY KEY, question_id text NOT NULL, partner text NOT NULL, about text NOT NULL, keys jsonb NOT NULL,
        chance double precision NOT NULL, refs jsonb NOT NULL, state text NOT NULL, found_at timestamptz NOT NULL, close_by timestamptz NOT NULL, request_id text);
      CREATE INDEX hit_question ON exchange.hit (question_id);

      -- asked of us: exactly what a question shows (see SECURITY.md, what the asked side learns)
      CREATE TABLE exchange.asked (partner text, handle text, message_id text NOT NULL, epoch int NOT NULL, purpose text NOT NULL, offence text NOT NULL,
        legal_basis text NOT NULL, urgency text NOT NULL, officer_handle text NOT NULL, counts jsonb NOT NULL, elements_root bytea NOT NULL, elements_count int NOT NULL,
        asked_at timestamptz NOT NULL, open_until timestamptz NOT NULL, PRIMARY KEY (partner, handle));
      CREATE TABLE exchange.opened (partner text, handle text, position int, request_id text NOT NULL, held boolean NOT NULL, PRIMARY KEY (partner, handle, position));

      -- requests, both directions
      CREATE TABLE exchange.request (id text PRIMARY KEY, direction text NOT NULL, partner text NOT NULL, hit_id text, case_id text, officer_id text,
        body jsonb NOT NULL, summary text NOT NULL, urgency text NOT NULL, sent_at timestamptz NOT NULL, due_at timestamptz NOT NULL, state text NOT NULL,
        entity_ids text[] NOT NULL, answered_at timestamptz, answer jsonb);
      CREATE INDEX request_open ON exchange.request (direction, due_at);
    `,
  },
  {
    name: '0002-followed',
    sql: `
      -- up to which day the review dates were followed: a record whose day has come goes out of the index by itself
      CREATE TABLE exchange.followed (one boolean PRIMARY KEY DEFAULT true CHECK (one), reviewed_until date NOT NULL);
      -- when a segment was made: a tombstone is merged away within days
      ALTER TABLE exchange.own_segment ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
      -- two manifests that one partner signed for one place of its chain: the evidence, and the reason not to ask it
      CREATE TABLE exchange.key_conflict (partner text, part text, number int, ours bytea, theirs bytea NOT NULL, found_at timestamptz NOT NULL,
        PRIMARY KEY (partner, part, number));
      -- the hash of the partner's own ledger entry about its answer
      ALTER TABLE exchange.question_partner ADD COLUMN peer_leaf text;
    `,
  },
  {
    name: '0003-waiting',
    sql: `
      -- what is looked for at every beat stays small, however much is done already
      CREATE INDEX request_waiting ON exchange.request (due_at) WHERE direction = 'incoming' AND state = 'waiting';
      CREATE INDEX question_partner_waiting ON exchange.question_partner (partner, message_id) WHERE state = 'waiting';
    `,
  },
  {
    name: '0004-forgotten-misses',
    sql: `
      -- a question about a list: of what did not hit nothing readable stays when it is closed
      ALTER TABLE exchange.question ADD COLUMN forgets_misses boolean NOT NULL DEFAULT false;
    `,
  },
  {
    name: '0005-asked-elements-sealed',
    sql: `
      -- what went to a partner: class counts and blinded elements as they travelled, and the keys among them sealed at rest;
      -- a question still open under the old table is not answered, and asked anew
      ALTER TABLE exchange.question_partner ADD COLUMN counts jsonb NOT NULL DEFAULT '[]', ADD COLUMN blinded bytea, ADD COLUMN sealed_keys bytea;
      UPDATE exchange.question_partner SET state = 'not-answered', code = 'question-closed', answered_at = now(), answer = NULL WHERE state = 'waiting';
      UPDATE exchange.hit h SET keys = (
        SELECT jsonb_agg(key || jsonb_build_object('values', (
            SELECT coalesce(jsonb_agg(e.value), '[]') FROM exchange.element e WHERE e.question_id = h.question_id AND e.partner = h.partner
               AND e.key_class = key->>'keyClass' AND key->'positions' @> to_jsonb(e.position))) ORDER BY place)
          FROM jsonb_array_elements(h.keys) WITH ORDINALITY AS k (key, place));
      DROP TABLE exchange.element;
    `,
  },
  {
    name: '0036-standing-questions',
    sql: `
      -- a question that stands: why and until when; what it says rests sealed, to be asked anew in the next epoch, and is gone with its end
      CREATE TABLE exchange.standing (id text PRIMARY KEY, case_id text NOT NULL, officer_id text NOT NULL, purpose text NOT NULL, offence text NOT NULL,
        legal_basis text NOT NULL, urgency text NOT NULL, about jsonb NOT NULL, sealed_wanted bytea, declared_at timestamptz NOT NULL,
        confirmed_at timestamptz NOT NULL, stands_until timestamptz NOT NULL, ended_at timestamptz, end_code text);
      CREATE INDEX standing_open ON exchange.standing (stands_until) WHERE ended_at IS NULL;
      -- towards each partner: by which question it stands in which epoch, its tags sealed, and the manifest up to which they were looked up
      CREATE TABLE exchange.standing_partner (standing_id text REFERENCES exchange.standing, partner text, question_id text NOT NULL, epoch int NOT NULL,
        keys int NOT NULL, state text NOT NULL, code text, since timestamptz NOT NULL, next_try_at timestamptz, sealed_tags bytea, manifest_number int,
        manifest_issued_at timestamptz, looked_up_at timestamptz, renewals int NOT NULL DEFAULT 0, PRIMARY KEY (standing_id, partner));
      CREATE INDEX standing_partner_open ON exchange.standing_partner (partner, state) WHERE state <> 'ended';
      CREATE INDEX standing_partner_question ON exchange.standing_partner (question_id);
      -- what a standing question was hit by later, for whoever watches: seen by a person, sent to a machine
      CREATE TABLE exchange.alert (id text PRIMARY KEY, standing_id text NOT NULL, hit_id text NOT NULL, partner text NOT NULL, raised_at timestamptz NOT NULL,
        manifest_number int NOT NULL, seen_at timestamptz, seen_by text, delivery text NOT NULL, delivery_code text, delivered_at timestamptz);
      CREATE INDEX alert_unseen ON exchange.alert (raised_at) WHERE seen_at IS NULL;
      CREATE INDEX alert_standing ON exchange.alert (standing_id);
      ALTER TABLE exchange.question ADD COLUMN standing_id text;
      CREATE INDEX question_standing ON exchange.question (standing_id) WHERE standing_id IS NOT NULL;
      -- asked of us: elements that a partner keeps standing may be opened until seven days after their epoch
      ALTER TABLE exchange.asked ADD COLUMN standing boolean NOT NULL DEFAULT false;
    `,
  },
  {
    name: '0035-half-keys',
    sql: `
      -- keys that are a hit only in pairs of two families, of records that have two families of them; what of them is published in an epoch
      CREATE TABLE exchange.half_key (entity_id text, key_class text, rule text, value text, family text NOT NULL, PRIMARY KEY (entity_id, key_class, rule, value));
      CREATE INDEX half_key_value ON exchange.half_key (key_class, rule, value);
      CREATE TABLE exchange.published_half (entity_id text, key_class text, rule text, value text, family text NOT NULL, epoch int,
        PRIMARY KEY (epoch, entity_id, key_class, rule, value));
      -- record tags follow from a secret for each partner and epoch, and go with it
      CREATE TABLE exchange.tag_secret (partner text, epoch int, secret bytea NOT NULL, PRIMARY KEY (partner, epoch));
      CREATE TABLE exchange.own_values (partner text, epoch int, sequence int, hash text NOT NULL, kind text NOT NULL, count int NOT NULL, bytes bigint NOT NULL,
        made_at timestamptz NOT NULL, PRIMARY KEY (partner, epoch, sequence));
    `,
  },
  {
    name: '0042-quota',
    sql: `
      -- a value that could be guessed: its block, how many of the block go out bare, and why this one may (0 seized, 1 a suspect's, 2 of somebody
      -- else who may be shared, 3 of an event or a thing); joined: its conjunctions are derived; instead_of: a conjunction, and the bare number it stands for
      ALTER TABLE exchange.match_key ADD COLUMN block text, ADD COLUMN quota bigint, ADD COLUMN ground smallint, ADD COLUMN joined boolean NOT NULL DEFAULT false,
        ADD COLUMN instead_of text;
      CREATE INDEX match_key_block ON exchange.match_key (rule, block, quota) WHERE block IS NOT NULL;
    `,
  },
  {
    name: '0040-not-held',
    sql: `
      -- a partner that answered "not held" to opened hits more often than may be: counted from then on until somebody has looked into it
      CREATE TABLE exchange.not_held_alarm (id text PRIMARY KEY, partner text NOT NULL, raised_at timestamptz NOT NULL, counted_since timestamptz NOT NULL,
        answered int NOT NULL, not_held int NOT NULL, closed_at timestamptz, closed_by text);
      CREATE UNIQUE INDEX not_held_alarm_open ON exchange.not_held_alarm (partner) WHERE closed_at IS NULL;
      CREATE INDEX request_answered ON exchange.request (partner, answered_at) WHERE direction = 'outgoing' AND answered_at IS NOT NULL;
    `,
  },
  {
    name: '0034-index-refusals',
    sql: `
      -- why a partner's index is not taken, while that lasts: the ledger says when it began and when it was over
      CREATE TABLE exchange.index_refusal (partner text PRIMARY KEY, rule text NOT NULL, since timestamptz NOT NULL);
    `,
  },
  {
    name: '0039-block-sizes',
    sql: `
      -- how many values a block has; how many of them go out bare follows from the agreement's budgets. derived: by which way of deriving keys
      -- the records were last followed; a newer way derives all of them anew
      ALTER TABLE exchange.match_key RENAME COLUMN quota TO block_size;
      UPDATE exchange.match_key SET block_size = least(block_size::numeric * 1000, 1e12)::bigint WHERE block_size IS NOT NULL;
      ALTER TABLE exchange.followed ADD COLUMN derived smallint NOT NULL DEFAULT 0;
    `,
  },
  {
    name: '0043-restore-noticed',
    sql: `
      -- a partner's signature over its manifest's place in its chain: what is shown to it should its state ever be older
      ALTER TABLE exchange.partner_manifest ADD COLUMN signature text;
      -- of a manifest that a restore lost only its hash is known
      ALTER TABLE exchange.own_manifest ALTER COLUMN bytes DROP NOT NULL;
      -- partners showed a word of ours that is newer than our state: nothing is asked or answered until a new epoch is announced.
      -- ordered_at: a person will not wait for partners that are silent
      CREATE TABLE exchange.restore (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, noticed_at timestamptz NOT NULL, shown_by text NOT NULL,
        what text NOT NULL, ordered_at timestamptz, epoch int, settled_at timestamptz);
      CREATE UNIQUE INDEX restore_open ON exchange.restore ((true)) WHERE settled_at IS NULL;
      -- the words that were shown then, by their SHA-256: partners go on holding them
      CREATE TABLE exchange.restore_word (digest text PRIMARY KEY, restore int NOT NULL REFERENCES exchange.restore);
    `,
  },
  {
    name: '0034-withdrawals',
    sql: `
      -- keys in the index that a changed record has lost, until the next announcement says that they are gone
      CREATE TABLE exchange.withdrawn_key (entity_id text, key_class text, rule text, value text, PRIMARY KEY (entity_id, key_class, rule, value));
      -- what was taken back of a record: in which manifest of a partner it is said, from which on no live segment holds it, and the partner's word
      CREATE TABLE exchange.withdrawal (entity_id text, key_class text, partner text, number int NOT NULL, withdrawn_at timestamptz NOT NULL,
        confirmed_at timestamptz, dropped_number int, deleted_at timestamptz, PRIMARY KEY (entity_id, key_class, partner));
      CREATE INDEX withdrawal_open ON exchange.withdrawal (partner, number) WHERE deleted_at IS NULL;
      -- partners' signed receipts: which segments of ours they have deleted
      CREATE TABLE exchange.index_receipt (message_id text PRIMARY KEY, partner text NOT NULL, number int NOT NULL, deleted text[] NOT NULL,
        in_force text[] NOT NULL, message bytea NOT NULL, received_at timestamptz NOT NULL);
      CREATE INDEX index_receipt_partner ON exchange.index_receipt (partner, number);
      -- up to which of a partner's manifests we have confirmed what was deleted
      ALTER TABLE exchange.partner_state ADD COLUMN confirmed_number int;
    `,
  },
  {
    name: '0048-pair-statements',
    sql: `
      -- messages that took effect, by the moment of their answer, which both sides know: 'sent' by us and taken there, 'taken' here. counts: elements
      -- by class, of a question
      CREATE TABLE exchange.traffic (partner text, direction text, message_id text, kind text NOT NULL, counts jsonb NOT NULL, taken_at timestamptz,
        PRIMARY KEY (partner, direction, message_id));
      CREATE INDEX traffic_day ON exchange.traffic (partner, taken_at);
      -- what either side says of a closed day, and how they differ (null: only one has said it)
      CREATE TABLE exchange.pair_statement (partner text, day date, ours jsonb, ours_leaf text, theirs jsonb, theirs_leaf text, theirs_at timestamptz,
        differences jsonb, settled_at timestamptz, settled_by text, PRIMARY KEY (partner, day));
      CREATE INDEX pair_statement_differs ON exchange.pair_statement (day) WHERE differences <> '[]';
    `,
  },
  {
    name: '0050-commitments',
    sql: `
      -- what a publication committed to in the ledger: a tree over what came of a class, or over what went (commit-published.ts)
      CREATE TABLE exchange.commitment (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, of_class text NOT NULL, epoch int NOT NULL,
        count int NOT NULL, root text NOT NULL, made_at timestamptz NOT NULL);
      -- of each published key its leaf: in which tree, where, of which record, with which salt; null: published before there were commitments
      ALTER TABLE exchange.published_key ADD COLUMN commitment int, ADD COLUMN place int, ADD COLUMN entity_id text, ADD COLUMN salt bytea;
      ALTER TABLE exchange.published_half ADD COLUMN commitment int, ADD COLUMN place int, ADD COLUMN salt bytea;
      -- of what went only the leaf's hash, and where its going is committed to
      CREATE TABLE exchange.gone_leaf (commitment int, place int, leaf bytea NOT NULL, gone_in int NOT NULL, gone_place int NOT NULL,
        PRIMARY KEY (commitment, place));
      CREATE INDEX gone_leaf_in ON exchange.gone_leaf (gone_in);
      -- of each question the root over its elements, as both ledgers name it
      ALTER TABLE exchange.question_partner ADD COLUMN elements_root text;
      CREATE INDEX question_partner_root ON exchange.question_partner (elements_root);
    `,
  },
  {
    name: '0046-restore-covers',
    sql: `
      -- the largest ledger that was shown then: what else partners hold of the lost time is no larger, and stops nobody again
      ALTER TABLE exchange.restore ADD COLUMN ledger_size bigint NOT NULL DEFAULT 0;
    `,
  },
  {
    name: '0054-standing-pairs',
    sql: `
      -- pairs of half keys that stand, sealed beside the tags in pieces that the sealer takes, and how many
      ALTER TABLE exchange.standing_partner ADD COLUMN sealed_pairs bytea[], ADD COLUMN pairs int NOT NULL DEFAULT 0;
      -- how many strangers the pairs of one subject may fit at a partner; null: as many as one full key may
      ALTER TABLE exchange.question ADD COLUMN pair_chance_max double precision;
    `,
  },
  {
    name: '0052-planned-keys',
    sql: `
      -- what a publication is building, from its plan to its announcement (planned-keys.ts). of_class: a class or 'half-keys'; place: of the leaf, in the
      -- commitment's tree; a key without salt is published already and only built anew. Left over after a crash, and emptied by the next plan.
      CREATE UNLOGGED TABLE exchange.planned_key (of_class text, place int, key_class text NOT NULL, rule text NOT NULL, value text NOT NULL, entity_id text,
        salt bytea, family text, PRIMARY KEY (of_class, place));
      -- what it takes back: the leaf that was published (commitment null: by a version that did not commit), and its hash once it is worked out
      CREATE UNLOGGED TABLE exchange.removed_key (of_class text, place int, key_class text NOT NULL, rule text NOT NULL, value text NOT NULL, entity_id text,
        salt bytea, commitment int, committed_place int, leaf bytea, PRIMARY KEY (of_class, place));
    `,
  },
  {
    name: '0052-planned-pairs',
    sql: `
      -- the pairs of half keys that a publication builds ('came') and takes back ('went'), from its plan to its announcement (planned-pairs.ts)
      CREATE UNLOGGED TABLE exchange.planned_pair (part text, place int, entity_id text NOT NULL, first_class text NOT NULL, first_rule text NOT NULL,
        first_value text NOT NULL, first_family text NOT NULL, second_class text NOT NULL, second_rule text NOT NULL, second_value text NOT NULL,
        second_family text NOT NULL, PRIMARY KEY (part, place));
    `,
  },
  {
    name: '0055-padding-seeds',
    sql: `
      -- from which everything in an epoch's segments follows that is no key (padding-seeds.ts), and whether the ledger names it
      CREATE TABLE exchange.padding_seed (epoch int PRIMARY KEY, seed bytea NOT NULL, committed boolean NOT NULL DEFAULT false);
    `,
  },
  {
    name: '0057-keys-told',
    sql: `
      -- a manifest without its signature would be our word against its sender's
      ALTER TABLE exchange.key_conflict ADD COLUMN theirs_signature text;
      -- keys that one member showed another partner and not us, for a place for which it showed us others: the evidence, under its signatures (ours null:
      -- we came by that place through the one after it, which names it)
      CREATE TABLE exchange.keys_told (party text, number int, told_by text NOT NULL, ours_hash text NOT NULL, ours_signature text, theirs_epoch int NOT NULL,
        theirs_hash text NOT NULL, theirs_signature text NOT NULL, found_at timestamptz NOT NULL, PRIMARY KEY (party, number));
    `,
  },
  {
    name: '0060-plan-news',
    sql: `
      -- own keys whose records changed since the last announcement, with their blocks, and these records (touched-keys.ts)
      CREATE TABLE exchange.touched_key (key_class text, rule text, value text, block text, block_size bigint, PRIMARY KEY (key_class, rule, value));
      CREATE TABLE exchange.touched_record (entity_id text PRIMARY KEY);
      -- of each block that holds more values than may go out bare, the last that does (full-blocks.ts)
      CREATE TABLE exchange.full_block (rule text, block text, last_rank smallint NOT NULL, last_value text NOT NULL, PRIMARY KEY (rule, block));
      CREATE INDEX match_key_place ON exchange.match_key (rule, block, (CASE ground WHEN 0 THEN 0 WHEN 3 THEN 1 ELSE ground + 1 END), value)
        WHERE block IS NOT NULL;
      CREATE INDEX match_key_instead ON exchange.match_key (instead_of) WHERE instead_of IS NOT NULL;
      -- under what all keys but the touched ones are published as they should be (plan-way.ts); null: that is not known
      ALTER TABLE exchange.followed ADD COLUMN planned_as text;
      -- of somebody with several numbers all were marked as joined when one was
      UPDATE exchange.match_key SET joined = false WHERE joined;
    `,
  },
  {
    name: '0057-values-kept',
    sql: `
      -- whether the entries of a segment of sealed values are kept beside it; those of an older version are not, and are built anew with the next publication
      ALTER TABLE exchange.own_values ADD COLUMN kept boolean NOT NULL DEFAULT false;
      -- of pairs of half keys with more than eight records the others: they are published and stand in no segment (planned-pairs.ts)
      CREATE TABLE exchange.left_out_pair (epoch int, entity_id text, first_class text, first_rule text, first_value text, first_family text NOT NULL,
        second_class text, second_rule text, second_value text, second_family text NOT NULL,
        PRIMARY KEY (epoch, entity_id, first_class, first_rule, first_value, second_class, second_rule, second_value));
    `,
  },
  {
    name: '0060-keyless-records',
    sql: `
      -- records that may be shared and have no key: how many, each manifest says
      CREATE TABLE exchange.keyless_record (entity_id text PRIMARY KEY);
      INSERT INTO exchange.keyless_record SELECT DISTINCT entity_id FROM exchange.withheld_key w
       WHERE rule <> 'all' AND NOT EXISTS (SELECT 1 FROM exchange.match_key k WHERE k.entity_id = w.entity_id);
    `,
  },
  {
    name: '0066-two-numbers-joined',
    sql: `
      -- of two numbers in contact the other one: their key goes out as long as one of them does not go out bare
      ALTER TABLE exchange.match_key ADD COLUMN or_instead_of text;
      CREATE INDEX match_key_or_instead ON exchange.match_key (or_instead_of) WHERE or_instead_of IS NOT NULL;
    `,
  },
  {
    name: '0061-pair-tags-stand',
    sql: `
      -- pairs that stand are kept by their tags; those that an older version kept by their outputs are turned with the next turn (older-pairs.ts)
      ALTER TABLE exchange.standing_partner ADD COLUMN pairs_as_outputs boolean NOT NULL DEFAULT false;
      UPDATE exchange.standing_partner SET pairs_as_outputs = true WHERE sealed_pairs IS NOT NULL;
    `,
  },
  {
    name: '0059-old-manifests',
    sql: `
      -- of an old manifest its place in the chain is kept for a while (number, hash), without what it said (old-manifests.ts); resumed: a place that a
      -- restore has taken over from the partner that holds it
      ALTER TABLE exchange.own_manifest ADD COLUMN resumed boolean NOT NULL DEFAULT false;
      UPDATE exchange.own_manifest SET resumed = true WHERE bytes IS NULL;
      CREATE INDEX own_manifest_whole ON exchange.own_manifest (partner, part, number) WHERE bytes IS NOT NULL;
      CREATE INDEX own_manifest_whole_age ON exchange.own_manifest (issued_at) WHERE bytes IS NOT NULL AND part = 'segments';
      CREATE INDEX own_manifest_place_age ON exchange.own_manifest (issued_at) WHERE bytes IS NULL AND part = 'segments';
      CREATE INDEX own_manifest_resumed ON exchange.own_manifest (partner, part, number) WHERE resumed;
      ALTER TABLE exchange.partner_manifest ALTER COLUMN bytes DROP NOT NULL;
      CREATE INDEX partner_manifest_whole_age ON exchange.partner_manifest (received_at) WHERE bytes IS NOT NULL AND part = 'segments';
      CREATE INDEX partner_manifest_place_age ON exchange.partner_manifest (received_at) WHERE bytes IS NULL AND part = 'segments';
    `,
  },
  {
    name: '0053-conflicts-settled',
    sql: `
      -- a conflict is settled by two persons and stays for ever; the same place may be one again
      ALTER TABLE exchange.key_conflict ADD COLUMN id text NOT NULL DEFAULT gen_random_uuid()::text, ADD COLUMN ours_signature text,
        ADD COLUMN settlement text;
      UPDATE exchange.key_conflict c SET ours_signature = m.signature FROM exchange.partner_manifest m
       WHERE m.partner = c.partner AND m.part = c.part AND m.number = c.number;
      ALTER TABLE exchange.key_conflict DROP CONSTRAINT key_conflict_pkey, ADD PRIMARY KEY (id);
      CREATE INDEX key_conflict_open ON exchange.key_conflict (partner) WHERE settlement IS NULL;
      -- which of a partner's chains is believed: 'first', the one that it had shown us, or 'second', the one that it shows now; proposed by one
      -- person, confirmed by another
      CREATE TABLE exchange.settlement (id text PRIMARY KEY, partner text NOT NULL, believed text NOT NULL, reason text NOT NULL,
        proposed_at timestamptz NOT NULL, proposed_by text NOT NULL, confirmed_at timestamptz, confirmed_by text);
      CREATE INDEX settlement_partner ON exchange.settlement (partner, proposed_at);
      -- somebody has looked into keys that a member showed others
      ALTER TABLE exchange.keys_told ADD COLUMN reviewed_at timestamptz, ADD COLUMN reviewed_by text;
    `,
  },
  {
    name: '0059-damaged-segments',
    sql: `
      -- files of own segments that were damaged on disk, and what they were made anew from (segment-guard.ts)
      CREATE TABLE exchange.damaged_segment (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, partner text NOT NULL, hash text NOT NULL,
        of_class text NOT NULL, found_at timestamptz NOT NULL, made_from text NOT NULL);
    `,
  },
  {
    name: '0067-sent',
    sql: `
      -- what went to a partner today, and in its running epoch: of both so much is left
      CREATE INDEX question_partner_sent ON exchange.question_partner (sent_at);
      CREATE INDEX question_partner_epoch ON exchange.question_partner (partner, epoch);
    `,
  },
];
