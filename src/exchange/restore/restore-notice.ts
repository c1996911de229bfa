import { sha256, toHex, utf8 } from '../../base/index.ts';
import { compareOwnNote, type OwnNote } from '../../ledger/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type ExchangeContext, selfMember } from '../context.ts';
import { isPlaceSignedBy, type ManifestPlace } from '../publish/manifest-place.ts';
import type { WitnessStatement } from '../messages.ts';
import { ALL_PARTNERS } from '../publish/own-manifests.ts';

/** A word under our own signature that our state does not know. */
interface UnknownWord {
  readonly what: 'ledger' | 'keys' | 'segments';
  readonly digest: string;
}

/**
 * Holds what a partner shows of us against our own state. A word that we signed and do not know means that this state is older
 * than one that was: asking and answering end, and the ledger says so. What we did not sign says nothing.
 */
export async function judgeStatement(
  context: ExchangeContext,
  partner: string,
  statement: WitnessStatement,
): Promise<void> {
  const settled = await settledWords(context.database);
  const words = (await unknownWords(context, partner, statement)).filter(
    ({ digest }) => !settled.has(digest),
  );
  const [first] = words;
  if (first === undefined) return;
  if ((await isStopped(context.database)) && !(await beganAgain(context.database))) {
    context.restore.stopped = true;
    return;
  }
  await context.oversight.permit(
    { act: 'notice-restore', actor: { type: 'system' }, partners: [partner] },
    async (tx) => {
      await tx.query(
        'INSERT INTO exchange.restore (noticed_at, shown_by, what) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [context.clock.now(), partner, first.what],
      );
      // An epoch that was begun over another word, and not announced yet, is not enough any more.
      await tx.query('UPDATE exchange.restore SET epoch = NULL WHERE settled_at IS NULL');
      return { value: undefined, outcome: { result: 'done', rule: `${first.what}-newer` } };
    },
  );
  context.restore.stopped = true;
  context.log('restored-from-backup', { partner, what: first.what });
}

/** Everything in a statement that we signed: what partners may go on showing once a new epoch has answered for it. */
export function signedWords(
  context: ExchangeContext,
  partner: string,
  statement: WitnessStatement,
): readonly string[] {
  const places = signedPlaces(context, partner, statement).map(({ place }) => digestOfPlace(place));
  return [...statement.checkpoints.map(digestOfNote), ...places];
}

/** The places of a statement that carry our signature. */
export function signedPlaces(
  context: ExchangeContext,
  partner: string,
  statement: WitnessStatement,
): readonly { readonly place: ManifestPlace }[] {
  const self = selfMember(context);
  return (['keys', 'segments'] as const).flatMap((part) => {
    const held = statement[part];
    if (held === null) return [];
    const { number, epoch, hash } = held;
    const to = part === 'keys' ? ALL_PARTNERS : partner;
    const place = { part, party: context.agencyId, partner: to, number, epoch, hash };
    return isPlaceSignedBy(self, place, held.signature) ? [{ place }] : [];
  });
}

async function unknownWords(
  context: ExchangeContext,
  partner: string,
  statement: WitnessStatement,
): Promise<readonly UnknownWord[]> {
  const { database } = context;
  const covered = await coveredSize(database);
  const words: UnknownWord[] = [];
  for (const { note, standing, size } of await signedNotes(context, statement))
    if (standing !== 'held' && size > covered) words.push({ what: 'ledger', digest: digestOfNote(note) });
  for (const { place } of signedPlaces(context, partner, statement)) {
    const { part, number, hash } = place;
    // Before a place that a restore has taken over from a partner there were others, which are lost; and of old ones nothing is kept.
    const { rowCount } = await database.query(
      `SELECT 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number = $3 AND hash = $4
       UNION ALL SELECT 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 AND number > $3 AND resumed
       UNION ALL SELECT 1 FROM exchange.own_manifest WHERE partner = $1 AND part = $2 HAVING min(number) > $3`,
      [place.partner, part, number, hash],
    );
    if (rowCount === 0) words.push({ what: part, digest: digestOfPlace(place) });
  }
  return words;
}

/** The checkpoints of a statement that carry our signature, and how each stands to our ledger. */
async function signedNotes(
  { database, keys, agencyId }: ExchangeContext,
  { checkpoints }: WitnessStatement,
): Promise<readonly (OwnNote & { readonly note: string })[]> {
  const own = { origin: `entente/${agencyId}`, publicKey: keys.ledgerPublicKey };
  const notes: (OwnNote & { note: string })[] = [];
  for (const note of checkpoints) {
    const found = await compareOwnNote(database, note, own);
    if (found !== null) notes.push({ ...found, note });
  }
  return notes;
}

/** The largest of our ledgers that a statement shows; 0 where it shows none. */
export async function largestShown(context: ExchangeContext, statement: WitnessStatement): Promise<number> {
  return Math.max(0, ...(await signedNotes(context, statement)).map(({ size }) => size));
}

/** Up to which size the restores that were settled have answered for lost ledgers: a partner may hold back some of their checkpoints. */
async function coveredSize(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ size: number }>(
    'SELECT coalesce(max(ledger_size), 0) AS size FROM exchange.restore',
  );
  return rows[0]?.size ?? 0;
}

async function settledWords(from: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await from.query<{ digest: string }>('SELECT digest FROM exchange.restore_word');
  return new Set(rows.map((row) => row.digest));
}

/** Whether a restore was noticed whose new epoch is not announced yet. */
export async function isStopped(from: Queryable): Promise<boolean> {
  return (await from.query('SELECT 1 FROM exchange.restore WHERE settled_at IS NULL')).rowCount > 0;
}

async function beganAgain(from: Queryable): Promise<boolean> {
  const { rowCount } = await from.query(
    'SELECT 1 FROM exchange.restore WHERE settled_at IS NULL AND epoch IS NOT NULL',
  );
  return rowCount > 0;
}

function digestOfNote(note: string): string {
  return toHex(sha256(utf8(note)));
}

function digestOfPlace({ part, partner, number, hash }: ManifestPlace): string {
  return toHex(sha256(utf8([part, partner, number, hash].join('\n'))));
}
