import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/harness/longest-first.ts';
import { SlowestReporter } from './test/harness/slowest-reporter.ts';

// *.long.test.ts (fuzz at length, schedules, big sizes) run with `npm run test:long` only.
const long = process.env['ENTENTE_TEST_LONG'] === '1';
// npm test names a file for the counts and wants the slowest listed; a run of one file does not.
const whole = process.env['ENTENTE_TEST_COUNTS'] !== undefined;

const everywhere = {
  exclude: ['**/node_modules/**', 'dist/**', ...(long ? [] : ['**/*.long.test.ts'])],
  setupFiles: ['test/harness/seed-setup.ts'],
  pool: 'forks' as const,
  // A worker keeps what it has loaded for its next file: loading the house anew for each took a quarter of the processor
  // time. So a test puts back what it changes in its process.
  isolate: false,
  // One more than the smallest machine has cores: journeys wait for pages and clocks a third of their time.
  maxWorkers: 3,
  testTimeout: long ? 600_000 : 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...everywhere, name: 'rooms', include: ['src/**/*.test.ts'] },
      },
      {
        test: {
          ...everywhere,
          name: 'house',
          include: ['test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts'],
        },
      },
    ],
    globalSetup: ['test/harness/global-setup.ts'],
    reporters: whole ? [new SlowestReporter(), 'default'] : ['default'],
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 20_000,
    coverage: { enabled: false },
  },
});
