import { FULL_KEY_MAX, type Subject, understand, type Understood } from '../../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { paddedCount } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type PlannedKey, withHalvesOf } from './half-asked.ts';
import { distinctKeys, keysOfKnown, keysOfTyped } from './known-subjects.ts';
import { askedAs } from './list-keys.ts';
import { type PartnerIndex, readPartnerIndex, whyNotReady } from '../follow/partner-index.ts';
import { NOTHING_PUBLISHED, publishedBy } from './published-rules.ts';
import { type Chip, type FoundHere, type FoundRef, searchHere, type Stopped } from './search-here.ts';
import { inTurns } from '../turns.ts';

/** What an officer typed, and the parts of it that were taken out again (`type:canonical`). */
export interface Wanted {
  readonly text: string;
  readonly without: readonly string[];
  readonly partners?: readonly string[];
  /** How many strangers the pairs of half keys of one subject may fit at a partner: less than 0.02 in a long list. */
  readonly pairChanceMax?: number;
  /** It is to stand: half keys are asked of a partner that publishes none yet, for it may tomorrow. */
  readonly stands?: true;
  /** Subjects that are known already (own records asked about as a list), beside what the text says. */
  readonly subjects?: readonly KnownSubject[];
}

/** A subject taken from records or copies, with what here stands behind each of its values as written. */
export interface KnownSubject {
  readonly subject: Subject;
  readonly about: string;
  readonly refs: Readonly<Record<string, readonly FoundRef[]>>;
}

export interface PartnerPlan {
  readonly partner: string;
  readonly index: PartnerIndex | null;
  /** Null when the partner can be asked. */
  readonly notReady: { readonly code: string; readonly why: string } | null;
  readonly keys: readonly PlannedKey[];
  /** Rules by which it publishes nothing, being of an older version: not asked, and no "no hit" is said of them. */
  readonly unpublished: readonly string[];
  readonly padded: Readonly<Partial<Record<KeyClass, number>>>;
}

/** Everything that is known before anything leaves: what was understood, found here, stopped, and would be asked of whom. */
export interface QuestionPlan {
  readonly understood: Understood;
  /** What the question is about, as written, for the own list of questions. */
  readonly about: readonly string[];
  readonly subjects: readonly Subject[];
  readonly found: FoundHere;
  readonly stopped: readonly Stopped[];
  readonly withheld: readonly { readonly rule: string; readonly because: string }[];
  readonly partners: readonly PartnerPlan[];
  /** What is found here by what the question says of it: the key is the canonical value. */
  readonly refs: ReadonlyMap<string, readonly FoundRef[]>;
}

/** Works a question out; it looks up own records and copies, and sends nothing. */
export async function planQuestion(
  context: ExchangeContext,
  from: Queryable,
  wanted: Wanted,
): Promise<QuestionPlan> {
  const now = context.clock.now();
  const understood = understand(wanted.text, {
    defaultCountry: context.country,
    today: now.toISOString().slice(0, 10),
  });
  const chips = understood.chips.filter(
    (chip) => chip.type !== 'unused' && !wanted.without.includes(`${chip.type}:${chip.canonical}`),
  );
  const { found, refs, stopped } = await searchHere(context, from, chips);
  const stoppedValues = new Set(stopped.map((stop) => stop.about));
  const kept = new Set(chips.filter((chip) => !stoppedValues.has(chip.canonical)));
  const typed = withoutChips(
    understood.subjects,
    understood.chips.filter((chip) => !kept.has(chip)),
  );
  const known = wanted.subjects ?? [];
  for (const [part, list] of known.flatMap((one) => Object.entries(one.refs)))
    refs.set(part, [...(refs.get(part) ?? []), ...list]);
  const subjects = [...typed, ...known.map((one) => one.subject)];
  const about = [
    ...understood.chips.filter((chip) => chip.type !== 'unused').map((chip) => chip.text),
    ...known.map((one) => one.about),
  ];
  const asked = partnersOf(context).filter(
    (partner) => wanted.partners === undefined || wanted.partners.includes(partner.id),
  );
  const partners: PartnerPlan[] = [];
  const withheld = new Map<string, { rule: string; because: string }>();
  // What is asked depends on the partner only through these two; deriving the keys of a list takes a while.
  const keysAt = new Map<string, readonly PlannedKey[]>();
  const chanceMax = wanted.pairChanceMax ?? FULL_KEY_MAX;
  const deriveKeys = async (sizeClass: number, joined: boolean): Promise<readonly PlannedKey[]> => {
    const how = { sizeClass, defaultCountry: context.country, withHalves: true, joined };
    const derived = [
      ...typed.map((subject, at) =>
        keysOfTyped(
          subject,
          [...kept].filter((chip) => chip.subjectIndex === at),
          how,
        ),
      ),
      ...(await inTurns(known, (one) => keysOfKnown(one, how))),
    ];
    const planned = derived.map((keys, number) =>
      withHalvesOf(keys, { subject: subjects[number] ?? { kind: 'thing' }, number, sizeClass, chanceMax }),
    );
    for (const line of planned.flatMap((one) => one.withheld))
      withheld.set(`${line.rule}\n${line.because}`, line);
    return distinctKeys(
      planned.flatMap((one) => one.keys),
      refs,
    );
  };
  for (const member of asked) {
    const index = await readPartnerIndex(from, member.id);
    const { joined, halves } = askedAs(index, member.sizeClass);
    const asIn = `${member.sizeClass} ${joined}`;
    const derived = keysAt.get(asIn) ?? (await deriveKeys(member.sizeClass, joined));
    keysAt.set(asIn, derived);
    // Where nothing is published in pairs, half keys would be asked for nothing.
    const withHalves = wanted.stands === true || halves;
    const wantedKeys = derived.filter((key) => withHalves || key.halfOf === undefined);
    const { keys, unpublished } = publishedBy(index, wantedKeys, wanted.stands === true);
    partners.push({
      partner: member.id,
      index,
      notReady:
        whyNotReady(index, now) ?? (keys.length === 0 && unpublished.length > 0 ? NOTHING_PUBLISHED : null),
      keys: keys.length === 0 ? wantedKeys : keys,
      unpublished,
      padded: paddedCounts(keys.length === 0 ? wantedKeys : keys),
    });
  }
  return { understood, about, subjects, found, stopped, withheld: [...withheld.values()], partners, refs };
}

/** How many elements travel a class; throws `too-much-to-ask` above 4,096. */
function paddedCounts(keys: readonly PlannedKey[]): Partial<Record<KeyClass, number>> {
  const counts: Partial<Record<KeyClass, number>> = {};
  for (const keyClass of KEY_CLASSES) {
    const count = keys.filter((key) => key.keyClass === keyClass).length;
    if (count > 4_096)
      throw new ExchangeError(
        'too-much-to-ask',
        `one question holds at most 4096 ${keyClass} keys, this one has ${count}`,
      );
    if (count > 0) counts[keyClass] = paddedCount(count);
  }
  return counts;
}

/** The subjects without the values that these chips stand for. */
function withoutChips(subjects: readonly Subject[], gone: readonly Chip[]): readonly Subject[] {
  return subjects.map((subject, at) => {
    const values = new Set(
      gone.filter((chip) => chip.subjectIndex === at).flatMap((chip) => [chip.text, chip.canonical]),
    );
    if (values.size === 0) return subject;
    const isGone = (value: unknown): boolean =>
      typeof value === 'string'
        ? values.has(value)
        : Object.values(value as object).some((part) => typeof part === 'string' && values.has(part));
    const kept = Object.entries(subject).map(([part, value]) => [
      part,
      Array.isArray(value) ? value.filter((one) => !isGone(one)) : value,
    ]);
    return Object.fromEntries(kept) as Subject;
  });
}
