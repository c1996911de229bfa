import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that run longest, the longest first: begun last, one of them would leave the other worker idle. */
const LONGEST = [
  'kill-at-every-point',
  'desk-pages',
  'hostile-index',
  'the-chain-in-chromium',
  'intake/fuzz',
  'desk-officer',
  'journeys/the-chain',
  'sealed/fuzz',
  'match/keys',
];

/** The long files first, all others as vitest would have them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.includes(`${name}.test.`));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}
