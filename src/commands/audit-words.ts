import {
  type Audited,
  type AuditResult,
  detectionChance,
  type SegmentsFault,
  type SegmentsFinding,
} from '../exchange/index.ts';

/** Shares of bait, or of curious questions, for which the chance of finding one is said. */
const SHARES = [0.001, 0.01, 0.05] as const;

/** The chance that so many samples contain one that is not as it should be, by the share of such. */
export function detectionChances(
  leaves: number,
  samples: number,
): readonly { readonly share: number; readonly chance: number }[] {
  return SHARES.map((share) => ({ share, chance: detectionChance(leaves, samples, share) }));
}

const NOUNS = {
  published: { one: 'published key', many: 'published keys', tree: 'publications' },
  segments: { one: 'list of segments', many: 'lists of segments', tree: 'manifests' },
  questions: { one: 'element asked', many: 'elements asked', tree: 'questions' },
} as const satisfies Record<Audited, unknown>;

interface Drawn {
  readonly samples: number;
  readonly leaves: number;
  readonly trees: number;
  readonly live: Readonly<Record<string, number>>;
  readonly detection: ReturnType<typeof detectionChances>;
}

/** What was drawn, in sentences. */
export function describeSample(what: Audited, { samples, leaves, trees, live, detection }: Drawn): string {
  const { many, tree } = NOUNS[what];
  const keys = Object.entries(live).map(([of, count]) => `${of} ${count}`);
  return lines([
    `Drawn: ${samples} of ${leaves} ${many} in ${trees} ${tree}.`,
    what === 'published' && keys.length > 0
      ? `By the ledger these keys are out now: ${keys.join(', ')}. The manifests that partners hold add up to these and their padding.`
      : '',
    what === 'segments' ? SEGMENTS_SAID : describeDetection(what, detection),
  ]);
}

const SEGMENTS_SAID =
  'A list is everything that one partner is offered of one class, or of what half keys open together. What stands in a drawn one beside keys and committed padding is found for certain; of bait in the place of one key in a hundred the 300 keys that are opened contain one with 95 %.';

const FAULTS: Readonly<Record<SegmentsFault, string>> = {
  'manifest-differs': 'what was shown is not the manifest that the ledger names for this partner',
  'seed-differs': 'the padding seed is not the one that the ledger commits to',
  'segment-not-shown': 'segments of the manifest were not shown, or others',
  'segment-differs':
    'built again from its keys and the committed padding, a segment is not what the partner was offered: something else is inside',
  'balance-differs': 'the keys in force are not as many as the ledger has published',
  'tag-unexplained':
    'behind a key that was drawn no published record was shown: it is bait, or went after the samples were drawn',
};

function describeList({
  partner,
  keyClass,
  segments,
  keys,
  padding,
  opened,
  fault,
}: SegmentsFinding): string {
  const many = keyClass === 'half-keys' ? 'pairs' : 'keys';
  const whose = `${keyClass} for ${partner === '' ? 'nobody the ledger knows' : partner}`;
  return fault === null
    ? `${whose}: ${segments} segments are ${keys} ${many} in force, as many as the ledger has published, and ${padding} entries of padding; ${opened} ${many} opened.`
    : `${whose}: ${FAULTS[fault]}.`;
}

/** What an audit came to, in sentences. */
export function describeResult(what: Audited, result: AuditResult): string {
  const { samples, leaves, counts, records, asked } = result;
  if (what === 'segments') {
    const verdict = result.ok ? 'Everything is accounted for' : 'NOT everything is accounted for';
    return lines([
      `${verdict}: ${samples} of ${leaves} lists of segments: ${counts.accounted} accounted for, ${counts['not-shown']} not shown, ${counts.wrong} wrong.`,
      ...result.lists.map(describeList),
    ]);
  }
  const shown =
    what === 'published'
      ? `${counts.held} shown with key and record, ${counts['taken-back']} taken back before the samples were drawn`
      : `${counts.opened} opened with key and case, ${counts.padding} padding, ${counts.forgotten} forgotten by design`;
  return lines([
    `${result.ok ? 'Everything was shown' : 'NOT everything was shown'}: ${samples} samples of ${leaves} ${NOUNS[what].many}: ${shown}, ${counts['not-shown']} not shown, ${counts.wrong} wrong.`,
    describeDetection(what, detectionChances(leaves, samples)),
    records.length > 0
      ? `What no file can show: that these ${records.length} records are there and bear their keys. Look at them in the agency's system; --json lists them.`
      : '',
    asked.length > 0
      ? `What no file can show: that the cases bear these ${asked.length} questions. Read the files; --json lists them with their cases.`
      : '',
  ]);
}

function describeDetection(what: Audited, detection: ReturnType<typeof detectionChances>): string {
  const said = detection.map(({ share, chance }) => `${percent(share)} with ${percent(chance)}`);
  return `So many samples contain at least one ${what === 'published' ? 'key that is bait' : 'element that is wanting'} if there are as many: ${said.join(', ')}.`;
}

function percent(share: number): string {
  const rounded = share > 0.9999 && share < 1 ? '> 99.99' : String(Number((share * 100).toPrecision(3)));
  return `${rounded} %`;
}

function lines(sentences: readonly string[]): string {
  return `${sentences.filter((sentence) => sentence !== '').join('\n')}\n`;
}
