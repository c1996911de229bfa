import type { Browser, Page } from 'playwright-core';
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

/** How many rows of the table of hits are in sight at once, whole. */
const ROWS_IN_SIGHT = `(() => {
  const table = document.querySelector('main .panel table');
  const floor = table.closest('.scroll').getBoundingClientRect().bottom;
  return [...table.querySelectorAll('tbody tr')].filter((row) => row.getBoundingClientRect().bottom <= floor).length;
})()`;

describe.skipIf(executable === null)('the pages of a list', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(executable ?? '');
  }, 240_000);
  afterAll(() => browser.close());
  afterEach(() => expect(takeComplaints()).toEqual([]));

  it.each(SIZES)(
    'go from the box to the last page of hits by keyboard, without sideways scroll and without a finding of axe, at $width × $height',
    async (size) => {
      await using desk = await openFixtureDesk();
      const page = await openOfficerPage(browser, desk, size);
      await page.goto(`${desk.address}/ask/list`);
      await page.getByText('What happens to the list').first().waitFor();
      await check(page, 'start');
      await writeList(page);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { name: 'Looked through here' }).waitFor();
      await page.getByText(/^4,180 rows can be asked, in 66 questions/).waitFor();
      await check(page, 'price');
      await page.keyboard.press('u');
      await page.getByText('The quotes do not hold together').waitFor();
      await page.keyboard.press('j');
      await page.getByText('the names agree word by word').first().waitFor();
      await check(page, 'why');
      expect(await page.evaluate(ROWS_IN_SIGHT)).toBeGreaterThanOrEqual(15);
      await page.keyboard.press('p');
      await page.getByText(/^4,180 rows can be asked/).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { name: 'Screened' }).waitFor();
      await page.keyboard.press(']');
      await page.getByText('2 of 3', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Dark', exact: true }).click();
      await check(page, 'done-dark');
      // What was sent once is not in the page any more, and was in no storage of the browser.
      await page.keyboard.press('x');
      await page.getByText('What happens to the list').first().waitFor();
      expect(await page.getByLabel('The list:').inputValue()).toBe('');
      expect(
        await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'),
      ).not.toContain('Averinck');
      await page.context().close();
    },
    240_000,
  );

  it('say what went wrong when nothing can be read, and keep the list that was typed', async () => {
    await using desk = await openFixtureDesk({ mood: 'failing' });
    const page = await openOfficerPage(browser, desk);
    await page.goto(`${desk.address}/ask/list`);
    await page.getByRole('alert').waitFor();
    await check(page, 'failing');
    await page.context().close();
  }, 240_000);

  async function writeList(page: Page): Promise<void> {
    await page.getByLabel('The list:').fill('Tomas Averinck; 17/05/1990\nOdile Averinck');
    await page.getByRole('combobox', { name: 'Purpose' }).selectOption('locate-wanted-person');
    await page.getByRole('combobox', { name: 'Offence' }).selectOption('terrorism');
    await page.getByRole('combobox', { name: 'Legal basis' }).selectOption('criminal-procedure');
    await page.getByLabel('Why, in your words').fill('the passengers of the night coach');
  }

  async function check(page: Page, name: string): Promise<void> {
    await page.mouse.move(0, 0);
    await shoot(page, `list-page-${name}`);
    expect([name, await sidewaysScroll(page)]).toEqual([name, 0]);
    expect([name, await axeFindings(page)]).toEqual([name, []]);
  }
});
