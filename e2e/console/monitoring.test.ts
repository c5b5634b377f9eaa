import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram, until } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, open } from './visit.ts';

describe('what a technician does with alerts and checks', { timeout: 240_000 }, () => {
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

  it('what others deliver is found, drawn, watched on a system, and deleted', async () => {
    const { body: made } = await sample.owner.post<{ token: string }>(
      `/clients/${sample.clientId}/ingest-tokens`,
      { name: 'Hall 2', siteId: null },
    );
    const now = Date.now();
    const point = (room: string, value: number, minutesAgo: number) => ({
      asDouble: value,
      timeUnixNano: `${now - minutesAgo * 60_000}000000`,
      attributes: [{ key: 'room', value: { stringValue: room } }],
    });
    const metrics = ['north', 'south'].flatMap((room, n) => [point(room, 20 + n, 4), point(room, 26 + n, 1)]);
    const answer = await fetch(`${program.url}/ingest/v1/otlp/v1/metrics`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceMetrics: [
          { scopeMetrics: [{ metrics: [{ name: 'hall.temperature', gauge: { dataPoints: metrics } }] }] },
        ],
      }),
    });
    assert.equal(answer.status, 200, await answer.text());

    const page = await at(`/clients/${sample.clientId}?tab=ingest`);
    const delivered = page.getByRole('region', { name: 'Delivered series' });
    await delivered.getByLabel('Series', { exact: true }).first().fill('temp');
    await page.getByRole('option', { name: 'hall_temperature' }).click();
    const picture = page.getByRole('region', { name: 'hall_temperature' });
    await picture.getByRole('img', { name: /room=north.*26.*room=south.*27/ }).waitFor();
    await picture.getByRole('button', { name: 'Narrow down by a label' }).click();
    await picture.getByLabel('Value', { exact: true }).first().fill('south');
    await picture.getByText('one series').waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(await axe(page), []);

    await picture.getByRole('button', { name: 'Watch these values' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add check' }).click();
    await dialog.getByText('Give at least one limit.').waitFor();
    await dialog.getByLabel('System').first().click();
    await page.getByRole('option').first().click();
    await dialog.getByLabel('Warning from').fill('25');
    await dialog.getByLabel('Critical from').fill('30');
    await dialog.getByRole('button', { name: 'How often would it have fired?' }).click();
    await dialog.getByText('would have fired once in 30 days').waitFor();
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: 'Add check' }).click();
    await dialog.getByRole('link', { name: 'To the checks of the system' }).click();

    await page.getByRole('button', { name: 'Actions for Delivered value hall_temperature' }).click();
    await page.getByRole('menuitem', { name: 'Rule' }).click();
    await page.getByRole('dialog').getByLabel('Without values after').fill('30');
    await page.getByRole('dialog').getByLabel('One alert while it keeps changing').check();
    await page.getByRole('dialog').getByLabel('Weigh by the importance of the system').check();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    const assetId = /assets\/([0-9a-f-]+)/.exec(page.url())![1];
    const { body } = await sample.owner.get<{ items: { kind: string; config: object; rule: object }[] }>(
      `/clients/${sample.clientId}/assets/${assetId}/checks`,
    );
    const check = body.items.find(({ kind }) => kind === 'series')!;
    assert.deepEqual(check.config, {
      metric: 'hall_temperature',
      where: [{ label: 'room', op: '=', value: 'south' }],
      take: 'last',
      minutes: 5,
    });
    assert.deepEqual(check.rule, {
      condition: {
        kind: 'value',
        direction: 'above',
        levels: [
          { severity: 'warning', threshold: 25, recovery: 25 },
          { severity: 'critical', threshold: 30, recovery: 30 },
        ],
      },
      forMs: 0,
      recoverForMs: 0,
      noData: { afterMs: 1_800_000, severity: 'warning' },
      flap: { high: 30, low: 20 },
      byImportance: true,
    });
    await page.close();

    const sources = await at(`/clients/${sample.clientId}?tab=ingest&metric=hall_temperature`);
    await sources
      .getByRole('region', { name: 'hall_temperature' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await sources.getByText('Values of hall_temperature deleted').waitFor();
    // Whoever leaves the page does not take it back.
    await sources.close({ runBeforeUnload: true });
  });

  it('what a check has measured is drawn by phase, and all values can be deleted after typing the code', async () => {
    const site = `/clients/${sample.clientId}/sites/${sample.siteId}`;
    assert.equal((await sample.owner.patch(site, { serverNetworks: ['127.0.0.1/32'] })).status, 200);
    const system = `/clients/${sample.clientId}/assets/${sample.assetId}`;
    const made = await sample.owner.post<{ id: string }>(`${system}/checks`, {
      kind: 'http',
      name: 'Console',
      runsOn: 'server',
      intervalMs: 1000,
      config: { url: `${program.url}/healthz` },
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    await until(async () => {
      const { body } = await sample.owner.get<{ items: { id: string; states: { values: object }[] }[] }>(
        `${system}/checks`,
      );
      const check = body.items.find(({ id }) => id === made.body.id);
      return check?.states.some(({ values }) => 'first_byte_ms' in values);
    }, 30_000);
    const checks = await at(`${system}?tab=checks`);
    await checks.getByRole('button', { name: 'Actions for Console' }).click();
    await checks.getByRole('menuitem', { name: 'Values over time' }).click();
    const history = checks.getByRole('dialog');
    await history.getByRole('img', { name: /^total_ms\. total_ms.*\d/ }).waitFor();
    assert.deepEqual(await axe(checks), []);
    await history.getByLabel('Measured value').first().click();
    await checks.getByRole('option', { name: 'first_byte_ms' }).click();
    await history.getByRole('img', { name: /^first_byte_ms\. first_byte_ms.*\d/ }).waitFor();
    await checks.close();

    const page = await at(`/clients/${sample.clientId}?tab=ingest`);
    await page.getByRole('button', { name: 'Delete all values' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/to confirm/).fill('XYZ');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await dialog.getByText('This is not the code of the client.').waitFor();
    await page.close();
  });
});
