import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PageCase } from './pages.ts';
import { SAMPLE_OWNER, type Sample } from './sample.ts';

/** Evaluated by the browser's debugger and not put into the page: the page's own policy forbids foreign scripts. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  locale: 'de' | 'en';
  scheme: 'light' | 'dark';
  phone?: boolean;
}

/** A browser of a person with its language, colours and screen; signed in as `as`. */
export async function contextFor(
  browser: Browser,
  url: string,
  sample: Sample,
  as: PageCase['as'],
  look: Look,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    locale: look.locale === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: look.scheme,
    viewport: look.phone ? { width: 390, height: 844 } : { width: 1360, height: 900 },
    deviceScaleFactor: look.phone ? 2 : 1,
    reducedMotion: 'reduce',
  });
  if (as === 'nobody') return context;
  const who = as === 'owner' ? SAMPLE_OWNER : sample[as];
  // Where they come from is what a browser adds by itself to calls of a page.
  const answer = await context.request.post('/api/v1/session/sign-in', {
    data: { email: who.email, password: who.password },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  if (!answer.ok()) throw new Error(`sign-in as ${as}: ${answer.status()} ${await answer.text()}`);
  await context.request.patch('/api/v1/account', {
    data: { locale: look.locale, theme: 'auto' },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  return context;
}

/** Opens a page and waits until it shows what it has. @returns what went wrong meanwhile */
export async function open(page: Page, path: string): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 401/.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  await page.locator('h1').first().waitFor({ timeout: 15_000 });
  // Live pages never come to rest on the network; what loads shows a skeleton or says that it is busy.
  await page.waitForFunction(
    () => document.querySelectorAll('[aria-busy="true"], .mantine-Skeleton-root').length === 0,
    undefined,
    { timeout: 15_000 },
  );
  return problems;
}

export interface Violation {
  id: string;
  impact: string;
  targets: string[];
}

/** WCAG 2.2 AA by machine. */
export async function axe(page: Page): Promise<Violation[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: {
          run(
            context: Document,
            options: object,
          ): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
        };
      }
    ).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      targets: nodes.slice(0, 4).map((node) => node.target.join(' ')),
    }));
  });
}
