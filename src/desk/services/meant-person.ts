import type { Hit } from '../../exchange/index.ts';
import { isNameRule } from '../../match/index.ts';
import { isOpen, readCopies, readEntities } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { HitView } from '../api/contract.ts';

/** As many as a request may name. */
const NAMES_MAX = 8;
const DATES_MAX = 4;

type Said = readonly { readonly property: string; readonly written: string }[];

/**
 * Who a hit on names means, as it stands here: what the officer may tell its owner so that a stranger's record is not disclosed.
 * From own records only what may go out, from copies only what may be asked onward; undefined where the hit is on a thing.
 */
export async function readMeant(
  from: Queryable,
  hit: Pick<Hit, 'keys' | 'about' | 'refs'>,
  at: { readonly caseId: string; readonly now: Date },
): Promise<HitView['meant']> {
  // Of two half keys one is of the name, and neither says alone who is meant.
  if (!hit.keys.every(({ rule, half }) => half !== undefined || isNameRule(rule))) return undefined;
  const said = [...(await saidOfOwn(from, hit.refs, at.now)), ...(await saidInCopies(from, hit.refs, at))];
  const written = (...properties: readonly string[]): string[] => [
    ...new Set(said.filter(({ property }) => properties.includes(property)).map((one) => one.written)),
  ];
  const names = written('name', 'alias');
  const typed = hit.about.replace(/^name /, '').replace(/ with organisation .*$/, '');
  return {
    names: (names.length > 0 ? names : [typed]).slice(0, NAMES_MAX),
    birthDates: written('birth-date').slice(0, DATES_MAX),
  };
}

async function saidOfOwn(from: Queryable, refs: readonly string[], now: Date): Promise<Said> {
  const ids = refs.filter((ref) => ref.startsWith('own:')).map((ref) => ref.slice('own:'.length));
  const today = now.toISOString().slice(0, 10);
  const persons = (await readEntities(from, ids)).filter(({ kind }) => kind === 'person');
  return persons.flatMap(({ statements }) => statements.filter((statement) => isOpen(statement, today)));
}

async function saidInCopies(
  from: Queryable,
  refs: readonly string[],
  { caseId, now }: { readonly caseId: string; readonly now: Date },
): Promise<Said> {
  const wanted = new Set(refs.filter((ref) => ref.startsWith('copy:')));
  if (wanted.size === 0) return [];
  const copies = await readCopies(from, { caseId, now });
  return copies.flatMap((copy) =>
    copy.entities
      .filter(({ ref, kind }) => kind === 'person' && wanted.has(`copy:${copy.id}/${ref}`))
      .flatMap(({ statements }) =>
        statements.filter(({ handling }) => !handling.includes('H2') && !handling.includes('H3')),
      ),
  );
}
