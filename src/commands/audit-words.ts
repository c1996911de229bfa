import { type Audited, type AuditResult, detectionChance } from '../exchange/index.ts';

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
    describeDetection(what, detection),
  ]);
}

/** What an audit came to, in sentences. */
export function describeResult(what: Audited, result: AuditResult): string {
  const { samples, leaves, counts, records, asked } = result;
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
