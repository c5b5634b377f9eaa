import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { PAGES, type PageCase } from './pages.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, type Look, open } from './visit.ts';

/** Both languages, both schemes, both sizes; German words are the longer ones, so they are shown on the phone. */
const LOOKS: readonly Look[] = [
  { locale: 'de', scheme: 'light' },
  { locale: 'en', scheme: 'dark' },
  { locale: 'de', scheme: 'dark', phone: true },
];

/** Pages that are walked side by side. */
const AT_ONCE = 2;

describe('the console in a real browser', { timeout: 300_000 }, () => {
  let program: TestProgram;
  let sample: Sample;
  let browser: Browser;
  before(async () => {
    program = await testProgram({ console: true });
    sample = await makeSample(program);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await sample?.stop();
    await program?.close();
  });

  it('every address of the router has a case here', async () => {
    const routes = await readFile(new URL('../../apps/web/src/app/routes.tsx', import.meta.url), 'utf8');
    const shape = (path: string): string =>
      path
        .split('?')[0]!
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '$')
        .replaceAll(/\$\w+/g, '$');
    const tested = new Set(PAGES.map((page) => shape(page.path(sample))));
    const addresses = [...routes.matchAll(/(?:page\(|path: )'([^']+)'/g)].map((match) => shape(match[1]!));
    assert.ok(addresses.length > 15);
    assert.deepEqual(
      addresses.filter(
        (address) => !tested.has(address) && address !== '/setup' && address !== '/settings/$',
      ),
      [],
    );
  });

  /** What is wrong with one page. */
  async function walk(context: BrowserContext, candidate: PageCase, look: Look): Promise<string[]> {
    const problems: string[] = [];
    const page = await context.newPage();
    try {
      problems.push(
        ...(await open(page, candidate.path(sample))).map((problem) => `${candidate.name}: ${problem}`),
      );
      for (const { id, targets } of await axe(page))
        problems.push(`${candidate.name}: ${id} ${targets.join(' | ')}`);
      const language = await page.locator('html').getAttribute('lang');
      if (!language?.startsWith(look.locale)) problems.push(`${candidate.name}: lang is ${language}`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 1) problems.push(`${candidate.name}: ${overflow} px wider than the screen`);
      const raw = await page.locator('body').innerText();
      for (const key of raw.match(
        /\b(?:alerting|app|audit|channels|discovery|fleet|heartbeat|helpdesk|identity|ingest|map|monitoring|oncall|quiet|settings|situation|ui)\.[a-z]+\.[a-zA-Z.]+\b/g,
      ) ?? [])
        problems.push(`${candidate.name}: untranslated ${key}`);
    } catch (error) {
      problems.push(`${candidate.name}: ${(error as Error).message.split('\n')[0]}`);
    } finally {
      await page.close();
    }
    return problems;
  }

  for (const look of LOOKS) {
    it(`WCAG 2.2 AA on every page: ${look.locale}, ${look.scheme}${look.phone ? ', phone' : ''}`, async () => {
      const problems: string[] = [];
      for (const as of ['nobody', 'owner', 'employee', 'management'] as const) {
        const context = await contextFor(browser, program.url, sample, as, look);
        const waiting = PAGES.filter((page) => page.as === as);
        const worker = async (): Promise<void> => {
          for (let next = waiting.shift(); next; next = waiting.shift())
            problems.push(...(await walk(context, next, look)));
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
        await context.close();
      }
      assert.deepEqual(problems, []);
    });
  }

  it('the first load stays below 350 kB of compressed script', async () => {
    const context = await contextFor(browser, program.url, sample, 'owner', {
      locale: 'de',
      scheme: 'light',
    });
    const page = await context.newPage();
    await open(page, '/');
    const bytes = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    assert.ok(bytes > 50 * 1024, 'the scripts were counted');
    assert.ok(bytes < 350 * 1024, `${Math.round(bytes / 1024)} kB`);
    await context.close();
  });

  it('a new alert appears without a reload', async () => {
    const context = await contextFor(browser, program.url, sample, 'owner', {
      locale: 'de',
      scheme: 'light',
    });
    const page = await context.newPage();
    await open(page, '/tickets');
    const title = `Stromausfall ${Date.now()}`;
    await sample.owner.post(`/clients/${sample.clientId}/tickets`, { title });
    await page.getByText(title).first().waitFor({ timeout: 5000 });
    await context.close();
  });

  it('an employee who follows an address of the provider comes home, with a word', async () => {
    const context = await contextFor(browser, program.url, sample, 'employee', {
      locale: 'de',
      scheme: 'light',
    });
    const page = await context.newPage();
    assert.deepEqual(await open(page, '/clients'), []);
    assert.equal(new URL(page.url()).pathname, '/');
    await page.getByText('Diese Seite gehört nicht zu Ihrem Bereich').waitFor({ timeout: 5000 });
    await context.close();
  });

  it('who reports a suspicious mail gets thanks, a number and what happens next', async () => {
    const context = await contextFor(browser, program.url, sample, 'employee', {
      locale: 'de',
      scheme: 'light',
      phone: true,
    });
    const page = await context.newPage();
    await open(page, '/');
    await page.getByRole('link', { name: /Verdächtige E-Mail melden/ }).click();
    await page.getByRole('button', { name: 'Melden' }).click();
    await page.getByRole('heading', { name: 'Danke, Ihre Meldung ist da' }).waitFor({ timeout: 5000 });
    assert.match(await page.getByRole('status').first().innerText(), /Nummer [A-Z0-9]+-\d+\./);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('link', { name: 'Meldung ansehen' }).click();
    await page.getByRole('heading', { name: 'Verdächtige E-Mail' }).waitFor({ timeout: 5000 });
    await context.close();
  });

  it('a ticket whose alert is still raised is solved after a question only', async () => {
    const context = await contextFor(browser, program.url, sample, 'owner', {
      locale: 'en',
      scheme: 'light',
    });
    const page = await context.newPage();
    await open(page, `/clients/${sample.clientId}/tickets/${sample.ticketId}`);
    await page.getByRole('button', { name: 'Mark as solved' }).click();
    const dialog = page.getByRole('dialog', { name: 'The alert is still raised' });
    await dialog.waitFor();
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const ticket = await sample.owner.get<{ state: string }>(
      `/clients/${sample.clientId}/tickets/${sample.ticketId}`,
    );
    assert.notEqual(ticket.body.state, 'solved');
    await context.close();
  });

  it('a check of a forbidden target is refused at its field, with the way to open it', async () => {
    const context = await contextFor(browser, program.url, sample, 'owner', {
      locale: 'de',
      scheme: 'dark',
    });
    const page = await context.newPage();
    await open(page, `/clients/${sample.clientId}/assets/${sample.assetId}?tab=checks`);
    await page.getByRole('button', { name: 'Prüfung anlegen' }).click();
    const dialog = page.getByRole('dialog');
    await page.getByRole('option', { name: /^TCP-Port/ }).click();
    await dialog.getByLabel('Rechner').fill('10.99.0.1');
    await dialog.getByLabel('Port').fill('22');
    await dialog.getByRole('button', { name: 'Prüfung anlegen' }).click();
    await dialog.getByText('10.99.0.1 liegt in keinem Netz des Standorts').waitFor({ timeout: 5000 });
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('link', { name: 'Netze des Standorts ändern' }).click();
    await page.getByRole('heading', { name: 'Werk Augsburg' }).first().waitFor({ timeout: 5000 });
    await context.close();
  });

  it('ASVS 3.4.3: the page runs no script that is not ours', async () => {
    const context = await contextFor(browser, program.url, sample, 'owner', {
      locale: 'de',
      scheme: 'light',
    });
    const page = await context.newPage();
    await sample.owner.post(`/clients/${sample.clientId}/tickets`, {
      title: '<img src=x onerror="document.title=1">',
      body: '<script>document.title=1</script><svg onload="document.title=1">',
    });
    await open(page, '/tickets');
    await page.getByText('<img src=x').first().waitFor({ timeout: 5000 });
    const injected = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      return (globalThis as { injected?: boolean }).injected === true;
    });
    assert.equal(injected, false);
    assert.notEqual(await page.title(), '1');
    await context.close();
  });
});
