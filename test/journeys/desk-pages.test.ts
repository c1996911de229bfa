import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, noBrowser } from '../harness/browser.ts';
import {
  axeFindings,
  type FixtureDesk,
  launchBrowser,
  openFixtureDesk,
  openOfficerPage,
  PATIENCE_MS,
  shoot,
  sidewaysScroll,
  signInOn,
  SIZES,
  takeComplaints,
} from '../harness/desk-browser.ts';

const executable = chromiumPath();
if (executable === null) {
  if (process.env['CI'] !== undefined) throw new Error(noBrowser);
  console.warn(`skipped: ${noBrowser}`);
}

/** Every page with what must have appeared before it is looked at. */
const PAGES = [
  { name: 'ask', path: '/ask', ready: 'Earlier questions' },
  { name: 'hits', path: '/ask/question-1', ready: 'Why this is a hit' },
  { name: 'no-hits', path: '/ask/question-4', ready: 'The others did not answer in full' },
  { name: 'network', path: '/network', ready: 'Who says it' },
  { name: 'requests', path: '/requests/in-crp', ready: 'Your decision' },
  { name: 'request-out', path: '/requests/out-crp', ready: 'Their answer' },
  { name: 'standing', path: '/standing', ready: 'not watched since' },
  { name: 'intake', path: '/intake', ready: 'Runs' },
  { name: 'intake-run', path: '/intake/run-0', ready: 'Match keys for partners' },
  { name: 'ledger', path: '/ledger', ready: 'Budgets today' },
] as const;
const THEMES = ['Light', 'Dark'] as const;

describe.skipIf(executable === null)('the desk in a browser', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '');
    desk = await openFixtureDesk();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await desk[Symbol.asyncDispose]();
  });

  afterEach(() => expect(takeComplaints()).toEqual([]));

  it.each(SIZES)(
    'stands without sideways scroll and without a finding of axe, in both themes, at $width × $height',
    async (size) => {
      const page = await openOfficerPage(browser, desk, size);
      for (const { name, path, ready } of PAGES) {
        await page.goto(desk.address + path);
        await page.getByText(ready).first().waitFor();
        for (const theme of THEMES) {
          await page.getByRole('button', { name: theme, exact: true }).click();
          await page.mouse.move(0, 0);
          await shoot(page, `${name}-${theme.toLowerCase()}`);
          expect([name, theme, await sidewaysScroll(page)]).toEqual([name, theme, 0]);
          expect([name, theme, await axeFindings(page)]).toEqual([name, theme, []]);
        }
      }
      await page.context().close();
    },
    180_000,
  );

  it('goes to a page, a case or a search from one box, by keyboard, and draws the rooms as a drawer where there is little width', async () => {
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ledger`);
    await page.getByText('Budgets today').waitFor();
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'A page, a case' });
    await box.fill('req');
    expect(await page.getByRole('listbox').getByRole('option', { selected: true }).textContent()).toContain(
      'Requests',
    );
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'palette');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/requests');
    await page.keyboard.press('Control+k');
    await box.fill('+33 6 39 98 47 11');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ask');
    expect(await page.getByLabel('Name, number, plate').inputValue()).toBe('+33 6 39 98 47 11');
    await page.setViewportSize({ width: 1000, height: 700 });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Rooms' }).click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await shoot(page, 'drawer');
    await page.getByRole('navigation').getByRole('link', { name: 'Ledger' }).click();
    await page.waitForURL('**/ledger');
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.context().close();
  }, 240_000);

  it('opens a record of our own over the page, at an address of its own, and several records to choose from in a decision', async () => {
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ask?record=own-odile`);
    await page.getByText('This look is written to the ledger').waitFor();
    await page.getByRole('cell', { name: 'female W' }).waitFor();
    await page.getByRole('cell', { name: 'Belgium BEL' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'record');
    await page.keyboard.press('Escape');
    await page.waitForURL('**/ask');
    await page.goto(`${desk.address}/requests/in-pcs`);
    await page.getByText('2 records of ours stand behind').waitFor();
    await page.getByRole('checkbox', { name: /^Name/ }).first().check();
    await page.getByRole('button', { name: /^Odile Averinck/ }).click();
    await page.getByRole('checkbox', { name: /^Name/ }).first().check();
    await page.getByText('Disclose 2 fields').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'several-records');
    await page.getByRole('button', { name: 'As they will see it' }).click();
    await page.getByText('This and no more goes to Port Customs Service').waitFor();
    await page.getByRole('rowheader', { name: 'Odile Averinck contact' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'as-they-see');
    await page.context().close();
  }, 240_000);

  it('shows at least fifteen rows where the page is a table, at 1280 × 720', async () => {
    const page = await openOfficerPage(browser, desk);
    const rowsSeen =
      'Array.from(document.querySelectorAll("tbody tr")).filter((row) => { const box = row.getBoundingClientRect(); return box.bottom <= innerHeight && box.top >= 0; }).length';
    for (const path of ['/intake', '/ledger', '/network']) {
      await page.goto(desk.address + path);
      if (path === '/network') await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page.locator('tbody tr').first().waitFor();
      expect([path, await page.evaluate(rowsSeen)]).toEqual([
        path,
        expect.toSatisfy((rows: number) => rows >= 15),
      ]);
      await shoot(page, `table${path.replace('/', '-')}`);
    }
    await page.context().close();
  }, 240_000);

  it.each(['empty', 'failing'] as const)(
    'draws every page when the records are %s',
    async (mood) => {
      await using other = await openFixtureDesk({ mood });
      const page = await openOfficerPage(browser, other);
      for (const path of [
        '/ask',
        '/network',
        '/requests',
        '/intake',
        '/ledger',
        ...(mood === 'failing' ? ['/ask/question-1'] : []),
      ]) {
        await page.goto(other.address + path);
        await page.locator('.state').first().waitFor();
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
        expect([path, await axeFindings(page)]).toEqual([path, []]);
        await shoot(page, `${mood}${path.replaceAll('/', '-')}`);
      }
      await page.context().close();
    },
    120_000,
  );

  it('offers a role its own rooms, and asks the server for nothing that the role may not read', async () => {
    await using other = await openFixtureDesk({ may: ['sign-in', 'view-intake'] });
    const page = await openOfficerPage(browser, other);
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Intake']);
    // Without an address she stands in her first room; elsewhere a sentence says why nothing is shown.
    await page.getByText('Every row that was read').waitFor();
    expect(await page.getByRole('combobox', { name: 'Case' }).count()).toBe(0);
    await page.goto(`${other.address}/requests`);
    await page.getByText('your role does not open Requests').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect([...new Set(other.services.calls)]).toEqual(['intakeRuns']);
    await using none = await openFixtureDesk({ may: ['sign-in', 'configure'] });
    const server = await openOfficerPage(browser, none);
    await server.getByText('Your role keeps this server running').waitFor();
    expect(none.services.calls).toEqual([]);
    await page.context().close();
    await server.context().close();
  }, 60_000);

  it.each(SIZES)(
    'says on every page that the server was restored from a backup, at $width × $height',
    async (size) => {
      await using restored = await openFixtureDesk({ restored: true, alerted: true });
      const page = await openOfficerPage(browser, restored, size);
      for (const [path, ready] of [
        ['/ask', 'Earlier questions'],
        ['/requests/in-crp', 'Your decision'],
      ] as const) {
        await page.goto(restored.address + path);
        await page.getByText(ready).first().waitFor();
        await page.getByText('restored from a backup older than what CRP holds').waitFor();
        await page.getByText('Not heard yet: ARD').waitFor();
        await shoot(page, `restored-${path.split('/')[1] ?? ''}`);
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
        expect([path, await axeFindings(page)]).toEqual([path, []]);
      }
      await page.context().close();
    },
    120_000,
  );

  it('shows loading as grey bars and as counts on the sign-in page', async () => {
    await using slow = await openFixtureDesk({ mood: 'slow', loading: true });
    const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.goto(slow.address);
    await page.getByText('11,264 of 18,402').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'sign-in');
    await signInOn(page, slow.address);
    await page.goto(`${slow.address}/ledger`);
    await page.getByRole('status', { name: 'Loading' }).first().waitFor();
    await shoot(page, 'loading');
    await context.close();
  }, 240_000);
});
