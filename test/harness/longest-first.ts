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

/**
 * The long files first; then those that need a process of their own, so that the processes of the others, which serve file after
 * file, are started once; within each, as vitest would have them.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.includes(`${name}.test.`));
      if (at >= 0) return at;
      return project.config.isolate ? LONGEST.length : LONGEST.length + 1;
    };
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}
