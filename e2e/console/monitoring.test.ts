import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, open } from './visit.ts';

describe('what a technician does with alerts and checks', { timeout: 120_000 }, () => {
  let program: TestProgram;
  let sample: Sample;
  let browser: Browser;
  let context: BrowserContext;
  before(async () => {
    program = await testProgram({ console: true });
    sample = await makeSample(program);
    browser = await launchBrowser();
    context = await contextFor(browser, program.url, sample, 'owner', { locale: 'en', scheme: 'light' });
    context.setDefaultTimeout(10_000);
  });
  after(async () => {
    await browser?.close();
    await sample?.stop();
    await program?.close();
  });

  const at = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    assert.deepEqual(await open(page, path), []);
    return page;
  };

  it('a heartbeat shows its address once, with lines to copy, and knows when it was called', async () => {
    const page = await at(`/clients/${sample.clientId}/assets/${sample.assetId}?tab=checks`);
    await page.getByRole('button', { name: 'Add check' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('option', { name: /^Heartbeat/ }).click();
    await dialog.getByLabel('Job').fill('Nightly backup');
    await dialog.getByRole('button', { name: 'Add check' }).click();
    await dialog.getByText('Copy the address now').waitFor();
    const [address, cron] = await dialog.locator('pre').allInnerTexts();
    assert.match(address!, /^https?:\/\/.+\/beat\/v1\/rah_\w/);
    assert.ok(cron!.includes(`"${address}/$?"`), cron);
    assert.deepEqual(await axe(page), []);

    assert.equal((await fetch(`${address}/0`)).status, 200);
    await dialog.getByRole('button', { name: /kept|saved/i }).click();
    await page.getByRole('button', { name: 'Actions for Nightly backup' }).click();
    await page.getByRole('menuitem', { name: 'Heartbeat' }).click();
    await page.getByRole('dialog').getByText('Went well').waitFor();
    assert.ok(!(await page.getByRole('dialog').innerText()).includes(address!));
    await page.close();
  });

  it('an alert shows the value with its limits, is taken with a note, and tells its history', async () => {
    const page = await at(`/clients/${sample.clientId}/alerts/${sample.alertId}`);
    const chart = page.getByRole('img', { name: /^Disk space \/srv/ });
    await chart.waitFor();
    assert.match((await chart.getAttribute('aria-label'))!, /Warning from 85%.*Critical from 93%.*Start: /);
    const buttons = page.locator('main header').getByRole('button');
    await buttons.last().waitFor();
    const heights = await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.equal(new Set(heights).size, 1, String(heights));

    await page.getByRole('button', { name: 'Take with a note' }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('Clearing old backups');
    await page.getByRole('dialog').getByRole('button', { name: 'Take' }).click();
    const history = page.getByRole('region', { name: 'What happened' });
    await history.getByText('Clearing old backups').waitFor();
    await history.getByText(/^Taken · /).waitFor();
    await page.getByRole('button', { name: 'Give back' }).click();
    await history.getByText(/^Given back · /).waitFor();
    await page.close();
  });

  it('the patience of the alarms, the limits and the retention of a client can be changed', async () => {
    const page = await at(`/clients/${sample.clientId}?tab=quiet`);
    await page.getByLabel('Wait for a cause').fill('45');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    const settings = await sample.owner.get(`/clients/${sample.clientId}/alarm-settings`);
    assert.deepEqual(settings.body, { holdSeconds: 45, groupAfter: 10, groupSeconds: 60 });
    await page.close();

    const sources = await at(`/clients/${sample.clientId}?tab=ingest`);
    const limits = sources.getByRole('region', { name: 'Limits' });
    await limits.getByLabel('Series').fill('70000');
    await limits.getByRole('button', { name: 'Save' }).click();
    await limits.getByText(/70,000 series/).waitFor();
    const kept = sources.getByRole('region', { name: 'Retention of values' });
    await kept.getByLabel('Hourly values').fill('730');
    await kept.getByRole('button', { name: 'Save' }).click();
    await sources.getByText('Saved').nth(1).waitFor();
    const retention = await sample.owner.get(`/clients/${sample.clientId}/series-retention`);
    assert.deepEqual(retention.body, {
      sampleDays: null,
      rollupDays: 730,
      usual: { sampleDays: 30, rollupDays: 400 },
    });
    await sources.close();
  });
});
