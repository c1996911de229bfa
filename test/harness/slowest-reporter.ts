import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Prints why a test was skipped and the ten slowest; leaves the counts in ENTENTE_TEST_COUNTS for the test script. */
export class SlowestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    for (const test of skipped) console.log(`skipped: ${nameOf(test)}: ${reasonOf(test)}`);
    const slowest = tests.toSorted((left, right) => durationOf(right) - durationOf(left)).slice(0, 10);
    console.log('\nthe ten slowest tests');
    for (const test of slowest)
      console.log(`${(durationOf(test) / 1000).toFixed(2).padStart(8)} s  ${nameOf(test)}`);
    const file = process.env['ENTENTE_TEST_COUNTS'];
    if (file === undefined) return;
    // A file that cannot even be loaded has no tests to count.
    const unloadable = modules.filter((module) => module.errors().length > 0);
    const counts = {
      passed: inState('passed').length,
      failed: inState('failed').length + unloadable.length,
      skipped: skipped.length,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}

function durationOf(test: TestCase): number {
  return test.diagnostic()?.duration ?? 0;
}

function nameOf(test: TestCase): string {
  return `${relative(process.cwd(), test.module.moduleId)} > ${test.fullName}`;
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' ? result.note : undefined) ?? 'no reason given';
}
