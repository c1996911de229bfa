import { readBase64Url, readHex } from '../../base/index.ts';
import { LedgerError, verifyInclusion } from '../../ledger/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import { blind, keyInput, SealedError, verifyElement } from '../../sealed/index.ts';
import type { AuditAnswer, AuditRequest, Sample, Shown } from './audit-files.ts';
import type { LedgerCommitment, LedgerManifest } from './audit-ledger.ts';
import { requireDrawn } from './audit-sample.ts';
import { listAt } from './audit-segments.ts';
import type { SegmentsFinding, ShownList } from './judge-list.ts';
import { judgeSegments } from './judge-segments.ts';
import { judgeValues } from './judge-values.ts';
import { paddingInput } from '../ask/blind-batches.ts';
import { ExchangeError } from '../errors.ts';
import { HALF_KEYS, type PlannedOf } from '../publish/planned-keys.ts';
import { publishedLeaf, takenBackLeaf } from '../publish/published-leaves.ts';

/** For so long after its closing a question's blinds are kept: what was not a list must be shown within. */
const BLIND_DAYS = 7;
const DAY_MS = 86_400_000;

/** What became of one sample. `wrong`: what was shown does not lead to the root in the ledger. */
export type Finding =
  | 'accounted'
  | 'held'
  | 'taken-back'
  | 'opened'
  | 'padding'
  | 'forgotten'
  | 'not-shown'
  | 'wrong';

export interface AuditResult {
  /** Leaves that stood to be drawn from. */
  readonly leaves: number;
  readonly trees: number;
  readonly samples: number;
  readonly counts: Readonly<Record<Finding, number>>;
  /** Nothing wrong, and nothing missing that should be there. */
  readonly ok: boolean;
  /** Records to be looked at in the agency's own system: that each is there and bears its key, no file can show. */
  readonly records: readonly { readonly record: string; readonly rule: string; readonly value: string }[];
  /** Of segments: each list that was drawn and shown, and what it came to. */
  readonly lists: readonly SegmentsFinding[];
  /** What was asked, of whom and for which case. */
  readonly asked: readonly {
    readonly rule: string;
    readonly value: string;
    readonly partner: string;
    readonly closedAt: string;
    readonly case: string;
    readonly reference: string;
  }[];
}

/**
 * Holds an answer against its request and the ledger, of which every entry was verified. Throws `audit-file-invalid` when the three do not
 * belong together; whatever one sample shows is a finding.
 */
export function verifyAudit(
  found: readonly LedgerCommitment[],
  request: AuditRequest,
  requestHash: string,
  answer: AuditAnswer,
  manifests: readonly LedgerManifest[] = [],
): AuditResult {
  if (answer.request !== requestHash)
    throw new ExchangeError('audit-file-invalid', 'the answer belongs to another request');
  const { leaves, trees } = requireDrawn(found, request, manifests);
  const before = found.filter(({ index }) => index < request.ledger.size);
  const byRoot = new Map(before.map((one) => [`${one.kind} ${one.root}`, one]));
  const shownAt = new Map<string, Shown>();
  for (const shown of answer.answers) {
    if (shownAt.has(placeOf(shown)))
      throw new ExchangeError('audit-file-invalid', 'the answer shows one sample twice');
    shownAt.set(placeOf(shown), shown);
  }
  const judged = { found: before, manifests, request, isHeld: isHeldIn(byRoot) };
  const lists = new Map<Sample, SegmentsFinding>();
  const findings = request.samples.map((sample) => {
    const shown = shownAt.get(placeOf(sample));
    const finding = judge(byRoot, request, sample, shown, (segments) => {
      const list =
        segments.state === 'values' ? judgeValues(judged, segments) : judgeSegments(judged, segments);
      lists.set(sample, list);
      return list.fault === null;
    });
    return { shown, finding };
  });
  const counts: Record<Finding, number> = {
    accounted: 0,
    held: 0,
    'taken-back': 0,
    opened: 0,
    padding: 0,
    forgotten: 0,
    'not-shown': 0,
    wrong: 0,
  };
  for (const { finding } of findings) counts[finding] += 1;
  return {
    leaves,
    trees,
    samples: request.samples.length,
    counts,
    ok: counts.wrong === 0 && counts['not-shown'] === 0,
    records: findings.flatMap(({ shown, finding }) =>
      finding === 'held' && shown?.state === 'held'
        ? [{ record: shown.now ?? shown.record, rule: shown.rule, value: shown.value }]
        : [],
    ),
    lists: [...lists.values()],
    asked: findings.flatMap(({ shown, finding }) => {
      if (finding !== 'opened' || shown?.state !== 'opened') return [];
      const tree = questionTree(byRoot, shown);
      const { rule, value, reference } = shown;
      return [
        { rule, value, partner: tree?.of ?? '', closedAt: tree?.time ?? '', case: shown.case, reference },
      ];
    }),
  };
}

type Trees = ReadonlyMap<string, LedgerCommitment>;

function judge(
  trees: Trees,
  request: AuditRequest,
  sample: Sample,
  shown: Shown | undefined,
  isAccounted: (shown: ShownList) => boolean,
): Finding {
  if (shown === undefined || shown.state === 'not-shown') return 'not-shown';
  try {
    if (request.what === 'segments')
      return isListAt(sample, shown) && isAccounted(shown) ? 'accounted' : 'wrong';
    return request.what === 'published'
      ? judgePublished(trees, sample, shown)
      : judgeQuestion(trees, request, sample, shown);
  } catch (error) {
    // A path or an element that leads elsewhere: the finding itself, not a failure.
    if (error instanceof LedgerError || error instanceof SealedError) return 'wrong';
    throw error;
  }
}

/** Whether what was shown is a list of what stands at this place. */
function isListAt({ place }: Sample, shown: Shown): shown is ShownList {
  return shown.state === (listAt(place) === HALF_KEYS ? 'values' : 'segments');
}

/** Whether a leaf that is shown beside a tag leads to a tree of the ledger, of the class whose tag it is. */
function isHeldIn(trees: Trees): (leaf: Shown, of: PlannedOf) => boolean {
  return (leaf, of) => {
    try {
      const isOf = trees.get(`published ${leaf.root}`)?.of === of;
      return isOf && judgePublished(trees, leaf, leaf) === 'held';
    } catch (error) {
      if (error instanceof LedgerError) return false;
      throw error;
    }
  };
}

function judgePublished(trees: Trees, sample: Sample, shown: Shown): Finding {
  const tree = trees.get(`published ${sample.root}`);
  if (tree === undefined) return 'wrong';
  if (shown.state === 'held') {
    const { keyClass, rule, value, record } = shown;
    const salt = readBase64Url(shown.salt) ?? new Uint8Array();
    requireLeaf(
      tree,
      sample.place,
      publishedLeaf({ keyClass, rule, value, entityId: record, salt }),
      shown.path,
    );
    return 'held';
  }
  if (shown.state !== 'taken-back') return 'wrong';
  const leaf = readBase64Url(shown.leaf) ?? new Uint8Array();
  const gone = trees.get(`taken-back ${shown.goneIn}`);
  // It came before it went, in this ledger, before the samples were drawn.
  if (gone === undefined || gone.index <= tree.index || gone.of !== tree.of) return 'wrong';
  requireLeaf(tree, sample.place, leaf, shown.path);
  requireLeaf(gone, shown.gonePlace, takenBackLeaf(leaf), shown.gonePath);
  return 'taken-back';
}

function judgeQuestion(trees: Trees, request: AuditRequest, sample: Sample, shown: Shown): Finding {
  const tree = questionTree(trees, sample);
  if (tree === undefined) return 'wrong';
  if (shown.state === 'forgotten') {
    const isOver = Date.parse(tree.time) + BLIND_DAYS * DAY_MS <= Date.parse(request.at);
    const isByDesign = isOver || (tree.kind === 'list-elements' && shown.because === 'list-miss');
    return isByDesign ? 'forgotten' : 'not-shown';
  }
  if (shown.state !== 'opened' && shown.state !== 'padding') return 'wrong';
  const isPadding = shown.state === 'padding';
  if (!isPadding && shown.case !== tree.caseId) return 'wrong';
  const input = isPadding ? paddingInput() : keyInput(KEY_VERSION, shown.rule, shown.value);
  verifyElement({
    root: readHex(tree.root) ?? new Uint8Array(),
    count: tree.count,
    index: sample.place,
    element: blind(input, readBase64Url(shown.scalar) ?? new Uint8Array()),
    path: hashesOf(shown.path),
  });
  return shown.state;
}

function questionTree(trees: Trees, { root }: Pick<Sample, 'root'>): LedgerCommitment | undefined {
  return trees.get(`elements ${root}`) ?? trees.get(`list-elements ${root}`);
}

function requireLeaf(
  tree: LedgerCommitment,
  index: number,
  leafHash: Uint8Array,
  path: readonly string[],
): void {
  const root = readHex(tree.root) ?? new Uint8Array();
  verifyInclusion({ leafHash, index, size: tree.count, path: hashesOf(path), root });
}

function hashesOf(path: readonly string[]): readonly Uint8Array[] {
  return path.map((hash) => readBase64Url(hash) ?? new Uint8Array());
}

function placeOf({ root, place }: Sample): string {
  return `${root} ${place}`;
}

/**
 * With which chance so many samples of so many leaves contain one of those that are bait, when this share is: hypergeometric, at
 * least one leaf where the share comes to less.
 */
export function detectionChance(leaves: number, samples: number, share: number): number {
  const bait = Math.max(1, Math.round(leaves * share));
  if (samples > leaves - bait) return 1;
  let missed = 0;
  for (let drawn = 0; drawn < samples; drawn += 1) missed += Math.log1p(-bait / (leaves - drawn));
  return 1 - Math.exp(missed);
}
