import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/harness/longest-first.ts';
import { SlowestReporter } from './test/harness/slowest-reporter.ts';

// *.long.test.ts (fuzz at length, schedules, big sizes) run with `npm run test:long` only.
const long = process.env['ENTENTE_TEST_LONG'] === '1';
// npm test names a file for the counts and wants the slowest listed; a run of one file does not.
const whole = process.env['ENTENTE_TEST_COUNTS'] !== undefined;

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', ...(long ? [] : ['**/*.long.test.ts'])],
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/seed-setup.ts'],
    reporters: whole ? [new SlowestReporter(), 'default'] : ['default'],
    pool: 'forks',
    // One more than the smallest machine has cores: journeys wait for pages and clocks a third of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: long ? 600_000 : 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    coverage: { enabled: false },
  },
});
