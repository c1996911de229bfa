/** Standing questions at the desk: the alert under the bar, and everything by keyboard. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, noBrowser } from '../harness/browser.ts';
import {
  axeFindings,
  type FixtureDesk,
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

describe.skipIf(executable === null)('standing questions at the desk', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '');
    desk = await openFixtureDesk({ alerted: true });
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await desk[Symbol.asyncDispose]();
  });
  afterEach(() => expect(takeComplaints()).toEqual([]));

  it.each(SIZES)(
    'stand with their alert at $width × $height',
    async (size) => {
      const page = await openOfficerPage(browser, desk, size);
      for (const [name, path, ready] of [
        ['alert-on-ask', '/ask', 'Earlier questions'],
        ['alert-on-standing', '/standing', 'now holds what you watch'],
        ['standing-ended', '/standing/standing-2', 'Its last day has passed'],
      ] as const) {
        await page.goto(desk.address + path);
        await page.getByText(ready).first().waitFor();
        await page.getByText('one alert that nobody has seen').waitFor();
        await shoot(page, name);
        expect([name, await sidewaysScroll(page)]).toEqual([name, 0]);
        expect([name, await axeFindings(page)]).toEqual([name, []]);
      }
      await page.context().close();
    },
    240_000,
  );

  it('are gone to, renewed, stopped and marked as seen by keyboard alone', async () => {
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ledger`);
    await page.getByText('one alert that nobody has seen').waitFor();
    expect(await page.title()).toContain('(1 alert)');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByText('now holds what you watch').waitFor();
    await page.keyboard.press('r');
    const until = page.getByLabel('Stands until');
    await until.fill(new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10));
    await page.getByLabel('Reason, kept here').fill('the order was prolonged');
    await shoot(page, 'standing-renew');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByText('It stands until the new day.').waitFor({ state: 'attached' });
    await page.keyboard.press('x');
    await page.getByLabel('Reason, kept here').fill('the man was found');
    await page.keyboard.press('Control+Enter');
    await page.getByText('What was kept to look up is destroyed').waitFor({ state: 'attached' });
    await page.keyboard.press('s');
    await page.getByText('The alert is marked as seen.').waitFor({ state: 'attached' });
    await page.getByText('one alert that nobody has seen').waitFor({ state: 'detached' });
    expect(desk.services.sent).toMatchObject([
      { id: 'standing-1', reason: 'the order was prolonged' },
      { id: 'standing-1', reason: 'the man was found' },
      { seen: 'alert-1' },
    ]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ask/question-1');
    await page.context().close();
  }, 240_000);

  it('are declared on the Ask page, within what the basis bears', async () => {
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ask`);
    expect(await page.getByLabel(/^Stands until/).count()).toBe(0);
    await page.getByLabel('Name, number, plate').fill('+33 6 39 98 47 11');
    await page.getByRole('combobox', { name: /^Purpose/ }).selectOption('investigate-offence');
    await page.getByRole('combobox', { name: /^Offence/ }).selectOption('terrorism');
    await page.getByRole('combobox', { name: /^Legal basis/ }).selectOption('police-act');
    const until = page.getByLabel('Stands until (at most 90 days)');
    const last = await until.getAttribute('max');
    expect(last).toBe(new Date(Date.now() + 89 * 86_400_000).toISOString().slice(0, 10));
    await until.fill(last ?? '');
    await page.getByLabel(/^Why/).fill('found in exhibit 12');
    await shoot(page, 'ask-standing');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: /^Ask \d/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/ask/*');
    expect(desk.services.sent.at(-1)).toMatchObject({ standsUntil: last, legalBasis: 'police-act' });
    await page.context().close();
  }, 240_000);
});
