/** The browser the desk's journeys run in, and the desk of invented services that it visits. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createDeskServer } from '../../src/desk/index.ts';
import { createFixtureServices, FIXTURE_SIGN_IN, type FixtureOptions } from './desk-fixture.ts';

/** For how long a page is waited for: what a busy machine needs, not what a user would bear. */
export const PATIENCE_MS = 150_000;

export const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
] as const;

export function launchBrowser(executablePath: string): Promise<Browser> {
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
}

export interface FixtureDesk extends AsyncDisposable {
  readonly address: string;
  readonly services: ReturnType<typeof createFixtureServices>;
}

/** A desk with invented services on a free port of this machine. */
export async function openFixtureDesk(options: FixtureOptions = {}): Promise<FixtureDesk> {
  const services = createFixtureServices(options);
  const webFolder = new URL('../../dist/web', import.meta.url).pathname;
  const server = createDeskServer(services, {
    host: '127.0.0.1',
    webFolder,
    callsPerMinute: 100_000,
    signInsPerMinute: 1_000,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, services, [Symbol.asyncDispose]: () => server.close() };
}

/** Signs in through the page, as an officer would. */
export async function signInOn(
  page: Page,
  address: string,
  who: { readonly name: string; readonly password: string } = FIXTURE_SIGN_IN,
): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Name', { exact: true }).fill(who.name);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation').waitFor();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, one line a finding: rule and place. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Through the debugging door: the page's own policy lets no such script in, and stays as it is.
  await page.evaluate(`${axeSource}; undefined`);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then((found) =>
    found.violations.flatMap((v) => v.nodes.map((n) => v.id + ' ' + n.target.join(' ') + ' ' + (n.any[0]?.message ?? ''))))`);
}

/** How far the page is wider than the window, and the widest element that sticks out. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const complaints: string[] = [];

/** What pages complained of since the last call: uncaught errors, and anything their security policy had to stop. */
export function takeComplaints(): readonly string[] {
  return complaints.splice(0);
}

/** A page of a signed-in officer, in a browser context of its own. */
export async function openOfficerPage(
  browser: Browser,
  desk: FixtureDesk,
  size: Size = SIZES[0],
): Promise<Page> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/content security policy|trustedhtml|trusted types/i.test(text)) complaints.push(text);
  });
  await signInOn(page, desk.address);
  return page;
}

/** Keeps a picture of the page in the folder that ENTENTE_SHOTS names; none is kept where it is not set. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['ENTENTE_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
}
