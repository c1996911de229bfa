import { groupBy } from '../../base/index.ts';
import type { QuestionPlan, Stopped } from '../../exchange/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import type { PreviewView, RecordHit } from '../api/contract.ts';
import { type BudgetsLeft, budgetView } from './budget-view.ts';
import { type DeskServicesParts, lettersOf } from './parts.ts';
import { asSentence } from './sentences.ts';

type Key = QuestionPlan['partners'][number]['keys'][number];

/** What is known before anything leaves: found here, stopped here, and what would be asked of whom at what cost. */
export function previewView(parts: DeskServicesParts, plan: QuestionPlan, left: BudgetsLeft): PreviewView {
  return {
    own: ownHits(parts, plan),
    copies: copyHits(plan),
    stopped: plan.stopped.map((stop) => ({
      about: stop.about,
      owner: stop.owner,
      handling: stop.handling,
      because: whyStopped(parts, stop),
    })),
    keys: keysOf(plan),
    withheld: plan.withheld.map(({ rule, because }) => ({ rule, about: 'this question', because })),
    partners: plan.partners.map((partner) => ({
      agencyId: partner.partner,
      ready: partner.notReady === null,
      ...(partner.notReady === null ? {} : { why: asSentence(partner.notReady.why) }),
      ...(partner.unpublished.length === 0 ? {} : { unpublished: partner.unpublished }),
      classes: KEY_CLASSES.flatMap((keyClass) => {
        const padded = partner.padded[keyClass];
        if (padded === undefined) return [];
        return [
          {
            keyClass,
            keys: partner.keys.filter((key) => key.keyClass === keyClass).length,
            padded,
            ...budgetView(left(partner.partner, keyClass)),
          },
        ];
      }),
    })),
  };
}

/** So many of the records that a number hangs on are named beside it; the record itself shows them all. */
const LINKED_MAX = 3;

/** Informants appear nowhere on a desk: not here either. */
function ownHits({ agency }: DeskServicesParts, { found }: QuestionPlan): readonly RecordHit[] {
  return found.own
    .filter((result) => result.category !== 'informant')
    .map(({ entityId, kind, label, category, because, recordedOn, linked }) => ({
      entityId,
      kind,
      label,
      ...(category === undefined ? {} : { category }),
      owner: agency.id,
      received: false,
      because,
      recordedOn,
      ...(linked.length === 0 ? {} : { linked: linked.slice(0, LINKED_MAX) }),
    }));
}

function copyHits({ found }: QuestionPlan): readonly RecordHit[] {
  return found.copies
    .filter((result) => result.category !== 'informant')
    .map(({ copyId, ref, requestId, kind, label, category, owner, because, recordedOn }) => ({
      entityId: `copy:${copyId}/${ref}`,
      kind,
      label,
      ...(category === undefined ? {} : { category }),
      owner,
      received: true,
      because,
      recordedOn,
      requestId,
    }));
}

function whyStopped(parts: DeskServicesParts, { owner, handling }: Stopped): string {
  const letters = lettersOf(parts, owner);
  return handling.includes('H3')
    ? `We know this from ${letters} only, under H3: a person must read its limit, and ${letters} must permit asking it onward.`
    : `We know this from ${letters} only, under H2: asking it onward needs the permission of ${letters}.`;
}

/** One line for each rule and thing asked about: its spellings and dates are counted, whichever partner gets them. */
function keysOf({ partners }: QuestionPlan): PreviewView['keys'] {
  const all = new Map<string, Key>();
  for (const key of partners.flatMap((partner) => partner.keys))
    all.set(`${key.rule}\n${key.value}\n${key.halfOf ?? ''}`, key);
  const byThing = groupBy(all.values(), (key) => `${key.rule}\n${key.subjectPart}\n${key.halfOf ?? ''}`);
  return [...byThing.values()].flatMap((keys) => {
    const [first] = keys;
    if (first === undefined) return [];
    const { keyClass, rule } = first;
    const about =
      rule === 'phone+week' && keys.length > 1
        ? `${first.about} and ${keys.length - 1} other ${keys.length === 2 ? 'week' : 'weeks'}`
        : first.about;
    const half = first.halfOf === undefined ? {} : { half: true as const };
    return [{ about, keyClass, rule, count: keys.length, ...half }];
  });
}
