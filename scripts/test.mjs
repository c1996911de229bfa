/**
 * npm test: format, lint, types, build, then every test. --long adds the files *.long.test.ts; other arguments go to
 * vitest, as in npm test -- src/store.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, howToGetABrowser } from './lib/browser.mjs';
import { run } from './lib/command.mjs';
import { installed } from './lib/paths.mjs';
import { makeReady } from './lib/ready.mjs';
import { listFiles } from './lib/sources.mjs';
import { runScript, Stop } from './lib/stop.mjs';

const long = process.argv.includes('--long');
const vitestArgs = process.argv.slice(2).filter((arg) => arg !== '--long');
const notes = mkdtempSync(join(tmpdir(), 'entente-counts-'));
const countsFile = join(notes, 'counts.json');

await runScript(async () => {
  const startedAt = performance.now();
  await makeReady({ web: true });
  const browser = await requireBrowser();
  const failed = await runChecks();
  if ((await runTests(browser)) !== 0) failed.push('tests');
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    failed.length === 0 ? `all checks passed in ${seconds} s` : `failed: ${failed.join(', ')} (${seconds} s)`,
  );
  console.log(readCounts());
  if (failed.length > 0) process.exitCode = 1;
});
rmSync(notes, { recursive: true, force: true });

async function requireBrowser() {
  const browser = await findBrowser();
  if (browser !== null) return browser;
  if (process.env.CI === 'true') throw new Stop(`${howToGetABrowser}.`);
  console.log(`skipped: ${howToGetABrowser}`);
  return null;
}

/** The names of those that failed; all are run, so that one walk shows everything. */
async function runChecks() {
  const hasWeb = listFiles(['src/desk/web']).some((file) => /\.tsx?$/.test(file));
  const checks = [
    { name: 'format', program: 'biome', args: ['format', '.'] },
    { name: 'lint', program: 'oxlint', args: ['--type-aware'] },
    { name: 'types', program: 'tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
    ...(hasWeb
      ? [{ name: 'types of the desk', program: 'tsc', args: ['-p', 'tsconfig.web.json', '--noEmit'] }]
      : []),
  ];
  const failed = [];
  for (const { name, program, args } of checks) {
    const startedAt = performance.now();
    const code = await run(installed(program), args, { output: 'stdout' });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

function runTests(browser) {
  return run(installed('vitest'), ['run', ...vitestArgs], {
    output: 'stdout',
    env: {
      ENTENTE_TEST_COUNTS: countsFile,
      ...(browser === null ? {} : { CHROMIUM: browser }),
      ...(long ? { ENTENTE_TEST_LONG: '1' } : {}),
    },
  });
}

function readCounts() {
  try {
    const { passed, failed, skipped } = JSON.parse(readFileSync(countsFile, 'utf8'));
    return `${passed} passed, ${failed} failed, ${skipped} skipped`;
  } catch {
    return '0 passed, 0 failed, 0 skipped';
  }
}
