import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PURPOSES } from '../../src/model/index.ts';
import { chromiumPath, noBrowser } from '../harness/browser.ts';
import { axeFindings, launchBrowser, PATIENCE_MS, shoot, signInOn, SIZES } from '../harness/desk-browser.ts';
import { FLAT, PLATE, STORY, STORY_PHONE, TOMAS, WANTED_MAN } from '../town/story.ts';
import { OFFICER_PASSWORD } from '../town/town-member.ts';
import { buildTown, type Town } from '../town/town.ts';

const executable = chromiumPath();
if (executable === null) {
  if (process.env['CI'] !== undefined) throw new Error(noBrowser);
  console.warn(`skipped: ${noBrowser}`);
}

const BUDGETS = { perDay: 20_000, perEpoch: 200_000 };
const FACTS = 'The number stands on a SIM that was used once.';

describe.skipIf(executable === null)('the chain, as officers see it', () => {
  let browser: Browser;
  let town: Town;
  const complaints: string[] = [];
  const findings: string[] = [];
  beforeAll(async () => {
    [browser, town] = await Promise.all([
      launchBrowser(executable ?? ''),
      buildTown(STORY, BUDGETS, PURPOSES, true),
    ]);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await town[Symbol.asyncDispose]();
  });

  it('leads from a phone used once over five desks to the wanted man, and stops where a permission is missing', async () => {
    const jpn = await openDesk('jpn', 'investigator');
    await openCase(jpn);

    await lookFor(jpn, '+33 6 39 98 47 11');
    await theOwnRecordStandsFirst(jpn);
    await ask(jpn);
    await oneHitAndThreeMisses(jpn);
    await writeRequest(jpn, 'crp');
    await crpDiscloses();
    await theCopyIsHere(jpn, 'crp', [TOMAS.name, '17 May 1990', PLATE]);

    await lookFor(jpn, `${TOMAS.name}, born 17-05-1990`);
    await ask(jpn);
    await jpn.getByText('2 hits').waitFor();
    await writeRequest(jpn, 'fio');
    await disclosesAll('fio', ['Odile Averinck', FLAT.address]);
    await theCopyIsHere(jpn, 'fio', ['Odile Averinck', FLAT.address]);

    await askOnwardFromTheNetwork(jpn);
    await writeRequest(jpn, 'ard');
    await disclosesAll('ard', [WANTED_MAN]);

    await theNetworkIsOneChain(jpn);
    await thePlateStops(jpn);
    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
  }, 300_000);

  async function openDesk(id: string, role: 'investigator' | 'liaison'): Promise<Page> {
    const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    // The town's time stands still; what is due is counted from it.
    await page.clock.setFixedTime(town.clock.now());
    page.on('pageerror', (error) => complaints.push(`${id}: ${String(error)}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${id} ${page.url()}: ${message.text()}`);
    });
    await signInOn(page, `http://127.0.0.1:${town.member(id).agency.deskPort}`, {
      name: `${role} of ${id}`,
      password: OFFICER_PASSWORD,
    });
    return page;
  }

  async function goTo(page: Page, room: 'a' | 'n' | 'r'): Promise<void> {
    await page.keyboard.press('Escape');
    await page.evaluate('document.activeElement?.blur()');
    await page.keyboard.press('g');
    await page.keyboard.press(room);
  }

  async function check(page: Page, name: string): Promise<void> {
    await shoot(page, `chain-${name}`);
    findings.push(...(await axeFindings(page)).map((finding) => `${name}: ${finding}`));
  }

  async function openCase(page: Page): Promise<void> {
    await page.getByRole('combobox', { name: 'Case' }).first().selectOption({ label: 'Open a case…' });
    await page.getByLabel('Reference').fill('JPN-2026-0417');
    await page.getByLabel('Short name').fill('The quay');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator('.case-picker option:checked').textContent()).toBe('The quay · JPN-2026-0417');
    // Rooms that the role does not open are not offered.
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      'Ask',
      'Network',
      'Requests',
      'Standing',
      'The same?',
    ]);
  }

  /** Types the question and its reasons; Ctrl+Enter looks here first. */
  async function lookFor(page: Page, text: string): Promise<void> {
    await goTo(page, 'a');
    await page.getByLabel('Name, number, plate').fill(text);
    await page
      .getByRole('button', { name: /^Leave out/ })
      .first()
      .waitFor();
    await giveReasons(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('What would be asked').waitFor();
  }

  async function giveReasons(page: Page): Promise<void> {
    await page.getByRole('combobox', { name: 'Purpose' }).selectOption('locate-wanted-person');
    await page.getByRole('combobox', { name: 'Offence' }).selectOption('terrorism');
    await page.getByRole('combobox', { name: 'Legal basis' }).selectOption('criminal-procedure');
    await page.getByLabel('Why, in your words').fill('found with the exhibit');
  }

  async function theOwnRecordStandsFirst(page: Page): Promise<void> {
    const own = page.getByText('1 record of your own');
    await own.waitFor();
    await page.getByRole('row', { name: /\+33639984711 phone number JPN/ }).waitFor();
    const costs = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
    const rows = await costs.allTextContents();
    expect(rows).toHaveLength(4);
    // One key, padded to 16, of an officer's share of a budget that nothing has been taken from.
    for (const row of rows) expect(row).toMatch(/116phones, SIMs 0 \+ 16 of 10,000 · your share today$/);
    await page.getByText('Nothing has left this desk.').waitFor();
    await check(page, 'preview');
  }

  async function ask(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Ask 4 partners' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/ask/*');
    await town.settle();
    await page.getByText('Why this is a hit').waitFor();
  }

  async function oneHitAndThreeMisses(page: Page): Promise<void> {
    await page.getByRole('heading', { name: '1 hit' }).waitFor();
    await page.getByText('A record at Agency crp').waitFor();
    await page.getByText('The phone number agrees exactly.').first().waitFor();
    for (const partner of ['ard', 'fio', 'pcs']) {
      const answer = page.locator('.coverage', { hasText: `Agency ${partner}: No hit.` });
      expect(await answer.textContent()).toContain('Good for manifest 1 of');
    }
    await check(page, 'hits');
  }

  /** By keyboard: down to the hit at this owner, R, the form, Ctrl+Enter. */
  async function writeRequest(page: Page, owner: string): Promise<void> {
    await page.evaluate('document.activeElement?.blur()');
    const chosen = page
      .getByRole('button', { name: /^A record at/ })
      .and(page.locator('[aria-current="true"]'));
    if ((await chosen.textContent()) !== `A record at Agency ${owner}`) await page.keyboard.press('j');
    expect(await chosen.textContent()).toBe(`A record at Agency ${owner}`);
    await page.keyboard.press('r');
    for (const wanted of ['Name', 'Birth date', 'Address', 'Plate'])
      await page.getByLabel(wanted, { exact: true }).check();
    await page.getByLabel('Facts of the case').fill(FACTS);
    await page.getByLabel('How this record').fill('It is the number of that SIM.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('See the request').waitFor();
    await town.settle();
  }

  async function openWaitingRequest(id: string): Promise<Page> {
    const page = await openDesk(id, 'liaison');
    // The box has the focus first: Escape leaves it.
    await page.locator('textarea:focus').waitFor();
    await goTo(page, 'r');
    await page.getByRole('heading', { name: 'Request from Agency jpn' }).waitFor();
    await page.getByText('7 d left').waitFor();
    await page.getByText(FACTS).waitFor();
    return page;
  }

  async function disclose(page: Page, count: number): Promise<void> {
    await page.getByLabel('Why you decide so').fill('It fits the purpose.');
    await page.getByRole('button', { name: `Disclose ${count} fields` }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Our answer').waitFor();
    await town.settle();
    await page.context().close();
  }

  /** Name and birth date go under H0; the plate carries H2 already, and nobody can take that away here. */
  async function crpDiscloses(): Promise<void> {
    const page = await openWaitingRequest('crp');
    await page.getByText('Opened key', { exact: true }).waitFor();
    await page.getByRole('definition').filter({ hasText: STORY_PHONE }).waitFor();
    const row = (name: RegExp) => page.getByRole('row').filter({ has: page.getByRole('checkbox', { name }) });
    await page.getByRole('checkbox', { name: /^Name/ }).check();
    await page.getByRole('checkbox', { name: /^Birth date/ }).check();
    await page.getByRole('checkbox', { name: /^Uses: plate/ }).check();
    expect(await row(/^Name/).getByRole('button', { pressed: true }).count()).toBe(0);
    expect(
      await row(/^Uses: plate/)
        .locator('.hc')
        .textContent(),
    ).toBe('H0H2');
    expect(
      await row(/^Uses: plate/)
        .getByRole('button', { name: /^H2 on/ })
        .count(),
    ).toBe(0);
    await check(page, 'decision');
    await disclose(page, 3);
  }

  async function disclosesAll(id: string, shown: readonly string[]): Promise<void> {
    const page = await openWaitingRequest(id);
    for (const value of shown) await page.getByRole('cell', { name: value, exact: true }).waitFor();
    const boxes = page.locator('table.fields').getByRole('checkbox');
    const count = await boxes.count();
    for (let at = 0; at < count; at += 1) await boxes.nth(at).check();
    await disclose(page, count);
  }

  async function theCopyIsHere(page: Page, owner: string, values: readonly string[]): Promise<void> {
    await page.getByText('See the request').click();
    await page.getByRole('heading', { name: `Our request to Agency ${owner}` }).waitFor();
    await page.getByRole('heading', { name: 'Their answer' }).waitFor();
    for (const value of values) await page.getByRole('cell', { name: value, exact: true }).first().waitFor();
    await check(page, `copy-of-${owner}`);
  }

  /** The flat is chosen in the picture, and its button brings it, with its town, into the box. */
  async function askOnwardFromTheNetwork(page: Page): Promise<void> {
    await goTo(page, 'n');
    await page.getByRole('application').waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: FLAT.address }).first().click();
    await page.getByRole('button', { name: 'Ask partners about this' }).click();
    await page.waitForURL('**/ask');
    expect(await page.getByLabel('Name, number, plate').inputValue()).toBe(`${FLAT.address}, ${FLAT.city}`);
    await giveReasons(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('1 copy you received').waitFor();
    await ask(page);
    await page.getByText('2 hits').waitFor();
  }

  async function theNetworkIsOneChain(page: Page): Promise<void> {
    await page.goto(new URL('/network', page.url()).href);
    const graph = page.getByRole('application');
    await graph.waitFor();
    await page.getByRole('combobox', { name: 'Path from' }).selectOption({ label: 'Exhibit 12' });
    await page.getByRole('combobox', { name: 'to', exact: true }).selectOption({ label: WANTED_MAN });
    await page.getByText('5 steps, 4 owners').waitFor();
    expect(await graph.getAttribute('aria-label')).toContain(
      `Path in 5 steps from Exhibit 12 to ${WANTED_MAN}.`,
    );
    const classOf = (label: string) =>
      page
        .locator('.canvas .g-node')
        .filter({ has: page.getByText(label, { exact: true }) })
        .getAttribute('class');
    expect(await classOf(WANTED_MAN)).toContain('filled');
    for (const contact of [TOMAS.name, 'Odile Averinck']) {
      expect(await classOf(contact)).not.toMatch(/filled|guarded/);
    }
    await graph.focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press(']');
    await page.getByRole('heading', { name: 'Odile Averinck' }).waitFor();
    await page.getByText('A contact is a person who is linked. No suspicion is recorded.').waitFor();
    await check(page, 'network');
  }

  async function thePlateStops(page: Page): Promise<void> {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/questions')) asked.push(request.url());
    });
    await lookFor(page, PLATE);
    await page.getByText('Agency crp must permit it.').waitFor();
    await page.getByText('No key is left that a partner could be asked.').waitFor();
    expect(await page.getByRole('button', { name: /^Nothing to ask/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+Enter');
    await check(page, 'plate');
    expect(asked).toEqual([]);
    expect(await page.getByRole('button', { name: /^Ask \d/ }).count()).toBe(0);
  }
});
