/** The page "The same?" in a browser, by keyboard alone: one key for each answer, and a way back from each. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, noBrowser } from '../harness/browser.ts';
import {
  axeFindings,
  launchBrowser,
  openFixtureDesk,
  openOfficerPage,
  shoot,
  sidewaysScroll,
  SIZES,
  takeComplaints,
} from '../harness/desk-browser.ts';

const executable = chromiumPath();
if (executable === null) {
  if (process.env['CI'] !== undefined) throw new Error(noBrowser);
  console.warn(`skipped: ${noBrowser}`);
}

describe.skipIf(executable === null)('people who may be one', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '');
  }, 240_000);
  afterAll(() => browser.close());
  afterEach(() => expect(takeComplaints()).toEqual([]));

  it.each(SIZES)(
    'stand side by side without sideways scroll and without a finding of axe, in both themes, at $width × $height',
    async (size) => {
      await using desk = await openFixtureDesk();
      const page = await openOfficerPage(browser, desk, size);
      await page.goto(`${desk.address}/people`);
      await page.getByText('Day and month swapped.').waitFor();
      for (const theme of ['Light', 'Dark']) {
        await page.getByRole('button', { name: theme, exact: true }).click();
        await page.mouse.move(0, 0);
        await shoot(page, `people-${theme.toLowerCase()}`);
        expect([theme, await sidewaysScroll(page)]).toEqual([theme, 0]);
        expect([theme, await axeFindings(page)]).toEqual([theme, []]);
      }
      await page.context().close();
    },
    240_000,
  );

  it('are judged with one key each, the next pair comes by itself, and Z takes the last word back', async () => {
    await using desk = await openFixtureDesk();
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ledger`);
    await page.getByText('Budgets today').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByText('Day and month swapped.').waitFor();
    // What agrees is said in words: nothing hangs on a colour.
    await page
      .getByRole('row', {
        name: /^Birth date 3 November 1991.*close Day and month swapped/,
      })
      .waitFor();
    await page.context().close();
  }, 240_000);

  it('are told at a record: what is one with it, who judged so, and how to part them', async () => {
    await using desk = await openFixtureDesk();
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/people?record=own-odile`);
    const one = page.getByRole('region', { name: '3 records of one person' });
    await one.getByText('J. Fenwarde').waitFor();
    await one.getByText('The same identity card was shown twice.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await shoot(page, 'record-of-one-person');
    await one.getByRole('button', { name: 'Not the same' }).press('Enter');
    await one.getByText('The records are compared again').waitFor();
    expect(desk.services.sent).toEqual([
      { left: 'own-odile', right: 'p-odette', verdict: 'different', reason: '' },
    ]);
    await page.context().close();
  }, 240_000);

  it.each(['empty', 'failing'] as const)(
    'are drawn when the records are %s',
    async (mood) => {
      await using desk = await openFixtureDesk({ mood });
      const page = await openOfficerPage(browser, desk);
      await page.goto(`${desk.address}/people`);
      await page.locator('.state').first().waitFor();
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await axeFindings(page)).toEqual([]);
      await shoot(page, `people-${mood}`);
      await page.context().close();
    },
    240_000,
  );
});
