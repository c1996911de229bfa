/** What the matcher is measured by and what is to be reached, in the order of the table. */
export interface Measure {
  readonly name: string;
  readonly what: string;
  readonly reach: string;
  /** Null where the value has another shape than expected. */
  readonly isReached?: (value: unknown) => boolean | null;
}

const least = (name: string, what: string, mark: number): Measure => ({
  name,
  what,
  reach: `≥ ${mark}`,
  isReached: (value) => (typeof value === 'number' ? value >= mark : null),
});
const most = (name: string, what: string, mark: number): Measure => ({
  name,
  what,
  reach: `≤ ${mark}`,
  isReached: (value) => (typeof value === 'number' ? value <= mark : null),
});

export const MEASURES: readonly Measure[] = [
  least('ep_f1_hard', 'everypolitician, F1 against hard negatives', 0.94),
  least('ep_recall_1e4', 'recall at FPR 10⁻⁴, names only', 0.92),
  least('ep_recall_1e5', 'recall at FPR 10⁻⁵, names only', 0.82),
  least('ep_recall_1e4_arabic', 'Arabic–Latin at 10⁻⁴', 0.87),
  least('ep_recall_1e4_greek', 'Greek–Latin at 10⁻⁴', 0.91),
  least('ep_recall_1e4_hebrew', 'Hebrew–Latin at 10⁻⁴', 0.85),
  least('nk_person_f1', 'nomenklatura, persons, F1', 0.82),
  least('nk_org_f1', 'nomenklatura, organisations, F1', 0.9),
  least('hist50k_f1', 'historical_50k, pairwise F1', 0.85),
  least('febrl_f1', 'febrl3, pairwise F1', 0.998),
  least('sealed_recall_equal', 'sealed, recall, dates equal', 0.985),
  least('sealed_recall_noisy', 'sealed, recall, dates with noise', 0.92),
  most('sealed_fpr', 'sealed, false-positive rate', 2e-5),
  {
    name: 'sealed_at_size',
    what: 'sealed, recall and false hits by size',
    reach: '≤ 0.1 at 10⁶',
    isReached: fewFalseHits,
  },
  {
    name: 'town_found',
    what: 'the town of hard cases',
    reach: 'all',
    isReached: (value) => value === true || value === 1,
  },
  least('identifiers_correct', 'identifiers in invented notations', 1),
  most('identifiers_false_matches', 'false matches among them', 0),
  least('pairs_per_second', 'pairs scored a second, one core', 400_000),
  most('screen_ms', 'a three-name person against 50 candidates, ms', 8),
  most('resolve_50k_seconds', '50,000 records resolved cold, s', 15),
  least('inserts_per_second', 'incremental inserts a second', 1000),
  { name: 'fpr_by_origin', what: 'false-positive rate by origin of names', reach: 'worst ≤ 2 × overall' },
];

function fewFalseHits(value: unknown): boolean | null {
  if (typeof value !== 'object' || value === null) return null;
  const at = (value as Readonly<Record<string, unknown>>)['1000000'];
  if (typeof at !== 'object' || at === null || !('false_hits' in at)) return null;
  return typeof at.false_hits === 'number' ? at.false_hits <= 0.1 : null;
}
