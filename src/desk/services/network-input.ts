import { derivedId } from '../../base/index.ts';
import {
  type AskedThingInput,
  copyRef,
  type NetworkInput,
  type OpenedHitInput,
  ownRef,
  type SealedHitInput,
} from '../../analysis/index.ts';
import { type Hit, listHits, readAnsweredBefore, readAskedRefs } from '../../exchange/index.ts';
import type { EntityKind } from '../../model/index.ts';
import {
  type HeldEntity,
  idsAround,
  readCopies,
  readEntities,
  readJudgements,
  type ReceivedCopy,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type DeskServicesParts } from './parts.ts';

/** Kinds that say nothing of who belongs to whom: a file number joins everybody who was ever written down under it. */
const SAYS_NOTHING: ReadonlySet<EntityKind> = new Set(['case']);

/** What of the case's hits is not drawn, by why. */
export interface UndrawnHits {
  readonly setAside: number;
  readonly refused: number;
  /** Answered, and the copy's time is over. */
  readonly answerGone: number;
}

/**
 * Everything that the picture of one case is made of: what was received for it, the own records that its hits and the
 * officers' judgements point to with one step around them, and its hits.
 */
export async function gatherNetwork(
  parts: DeskServicesParts,
  tx: Queryable,
  caseId: string,
): Promise<{ readonly input: NetworkInput; readonly undrawn: UndrawnHits }> {
  const now = parts.clock.now();
  const copies = await readCopies(tx, { caseId, now });
  const hits = await listHits(tx, { caseId });
  const before = await readAnsweredBefore(tx, caseId);
  // A hit on keys whose answer is held is drawn as that answer, which stands here already, not as something sealed.
  const isHeld = ({ id }: Hit): boolean => copies.some(({ requestId }) => requestId === before.get(id));
  const open = hits.filter((hit) => hit.state !== 'set-aside' && !isHeld(hit));
  const copied = copies.flatMap((copy) => copy.entities.map(({ ref }) => copyRef(copy.id, ref)));
  const hitRefs = open.flatMap((hit) => hit.refs);
  const judgements = await readJudgements(tx, [...new Set([...copied, ...hitRefs])]);
  const named = [...hitRefs, ...judgements.flatMap(({ left, right }) => [left, right])];
  const own = await readOwn(tx, ownIds(named));
  const drawable = new Set([...copied, ...own.map(({ id }) => ownRef(id))]);
  const attached = attachHits(open, drawable, own, copies);
  const input: NetworkInput = {
    agency: parts.agency.id,
    asOf: now.toISOString(),
    own: { entities: own, relations: relationsOf(own) },
    copies,
    judgements,
    sealedHits: attached.sealed,
    openedHits: attached.opened,
    askedThings: attached.asked,
    asked: await readAskedRefs(tx, caseId),
    letters: Object.fromEntries(parts.agreement().members.map(({ id, letters }) => [id, letters])),
  };
  const count = (state: Hit['state']): number => hits.filter((hit) => hit.state === state).length;
  const undrawn = {
    setAside: count('set-aside'),
    refused: count('refused'),
    answerGone: attached.answerGone,
  };
  return { input, undrawn };
}

function ownIds(refs: readonly string[]): readonly string[] {
  return [...new Set(refs.filter((ref) => ref.startsWith('own:')).map((ref) => ref.slice('own:'.length)))];
}

/** The named own records and those one relation around them. */
async function readOwn(tx: Queryable, ids: readonly string[]): Promise<readonly HeldEntity[]> {
  const named = new Set(ids);
  const around = await readEntities(tx, await idsAround(tx, ids));
  return around.filter((entity) => named.has(entity.id) || !SAYS_NOTHING.has(entity.kind));
}

/** Each relation once, though both its ends carry it. */
function relationsOf(entities: readonly HeldEntity[]): NetworkInput['own']['relations'] {
  const relations = entities.flatMap((entity) => entity.relations);
  return [...new Map(relations.map((relation) => [relation.id, relation])).values()];
}

interface AttachedHits {
  readonly sealed: readonly SealedHitInput[];
  readonly opened: readonly OpenedHitInput[];
  readonly asked: readonly AskedThingInput[];
  readonly answerGone: number;
}

/**
 * Each hit hangs on the first thing in the picture that its question was about: a record or copy that was found when it
 * was asked, else a thing that holds the very value that was asked, else a thing drawn for it and said to be only asked.
 */
function attachHits(
  hits: readonly Hit[],
  drawable: ReadonlySet<string>,
  own: readonly HeldEntity[],
  copies: readonly ReceivedCopy[],
): AttachedHits {
  const asked = new Map<string, AskedThingInput>();
  const sealed: SealedHitInput[] = [];
  const opened: OpenedHitInput[] = [];
  let answerGone = 0;
  const aboutOf = (hit: Hit): string => {
    const found = hit.refs.find((ref) => drawable.has(ref)) ?? holderOf(hit, own, copies);
    if (found !== undefined) return found;
    const ref = `asked:${derivedId('asked', hit.about)}`;
    asked.set(ref, asked.get(ref) ?? { ref, label: hit.about, keys: hit.keys });
    return ref;
  };
  for (const hit of hits) {
    const { id, partner: owner, keys, foundAt } = hit;
    const hitOn = foundAt.toISOString();
    if (hit.state === 'sealed' || hit.state === 'requested') {
      sealed.push({ id, owner, about: aboutOf(hit), keys, hitOn });
    } else if (hit.state === 'answered') {
      const answers = copies.filter((copy) => copy.requestId === hit.requestId);
      if (answers.length === 0) answerGone += 1;
      for (const copy of answers) {
        const answer = subjectOf(copy);
        if (answer !== undefined)
          opened.push({ id, owner, about: aboutOf(hit), answer, handling: copy.handling, hitOn });
      }
    }
  }
  return { sealed, opened, asked: [...asked.values()], answerGone };
}

/** What an answer is about: its owner numbers the record that the opened key pointed to first. */
function subjectOf(copy: ReceivedCopy): string | undefined {
  const subject = copy.entities.find(({ ref }) => ref === 'e1') ?? copy.entities[0];
  return subject === undefined ? undefined : copyRef(copy.id, subject.ref);
}

/** A thing here with exactly the identifier that was asked; never a person, for names are shared. */
function holderOf(
  { about }: Hit,
  own: readonly HeldEntity[],
  copies: readonly ReceivedCopy[],
): string | undefined {
  const holds = (entity: { kind: EntityKind; statements: readonly { value: string }[] }): boolean =>
    entity.kind !== 'person' &&
    entity.statements.some(({ value }) => value.length >= 5 && about.endsWith(` ${value}`));
  const here = own.find(holds);
  if (here !== undefined) return ownRef(here.id);
  for (const copy of copies) {
    const there = copy.entities.find(holds);
    if (there !== undefined) return copyRef(copy.id, there.ref);
  }
  return undefined;
}
