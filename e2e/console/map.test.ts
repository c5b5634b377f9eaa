import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, open } from './visit.ts';

const SCRIPT = '<script>document.title=1</script> & "x"';
const ARABIC = 'خادم الملفات';
const LONG = 'x'.repeat(200);

describe('the drawn map of a client', { timeout: 300_000 }, () => {
  let program: TestProgram;
  let sample: Sample;
  let browser: Browser;
  let context: BrowserContext;
  let path: string;
  /** Says that a job on the switch went well (0) or failed (1). */
  let report: (code: 0 | 1) => Promise<void>;

  before(async () => {
    program = await testProgram({ console: true });
    sample = await makeSample(program);
    path = `/clients/${sample.clientId}`;
    const post = async <T>(at: string, body: unknown): Promise<T> => {
      const answer = await sample.owner.post<T>(path + at, body);
      assert.ok(answer.status < 300, `${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const add = async (name: string, kind: string, siteId: string, parent?: string): Promise<string> => {
      const { id } = await post<{ id: string }>('/assets', { siteId, kind, name });
      if (parent) await post('/dependencies', { assetId: id, parentAssetId: parent });
      return id;
    };
    const second = await post<{ id: string }>('/sites', { name: 'Lager', timeZone: 'Europe/Berlin' });
    const firewall = await add('fw-augsburg', 'network', sample.siteId);
    const core = await add('sw-core', 'network', sample.siteId, firewall);
    await post('/dependencies', { assetId: sample.assetId, parentAssetId: core });
    for (const name of [SCRIPT, ARABIC, LONG]) await add(name, 'workstation', sample.siteId, core);
    await add('ws-lager', 'workstation', second.id, firewall);
    const checks = `/assets/${core}/checks`;
    const config = { periodSeconds: 3600 };
    const { id } = await post<{ id: string }>(checks, { kind: 'heartbeat', name: 'Job', config });
    const { url } = await post<{ url: string }>(`${checks}/${id}/heartbeat`, {});
    report = async (code) => {
      const answer = await fetch(`${program.url}${new URL(url, 'http://x').pathname}/${code}`);
      assert.equal(answer.status, 200);
    };
    await report(0);
    browser = await launchBrowser();
    context = await contextFor(browser, program.url, sample, 'owner', { locale: 'en', scheme: 'light' });
    context.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await sample?.stop();
    await program?.close();
  });

  const at = async (address: string): Promise<Page> => {
    const page = await context.newPage();
    assert.deepEqual(await open(page, address), []);
    return page;
  };
  const places = (page: Page): Promise<(string | null)[]> =>
    page.locator('svg [transform]').evaluateAll((all) => all.map((one) => one.getAttribute('transform')));

  it('draws every system as a link, shows a new state by itself, and moves nothing', async () => {
    const page = await at(`${path}/map`);
    const systems = page.locator('[data-cell] a');
    await systems.first().waitFor();
    assert.equal(await systems.count(), 7);
    await page.getByRole('link', { name: 'sw-core, Network device, OK, needs fw-augsburg' }).waitFor();
    await page.getByRole('link', { name: `${SCRIPT}, Workstation` }).waitFor();
    const before = await places(page);
    await report(1);
    await page.getByRole('link', { name: /^sw-core, Network device, Critical/ }).waitFor();
    assert.deepEqual(await places(page), before);
    await page.reload();
    await page.getByRole('link', { name: /^sw-core, Network device, Critical/ }).waitFor();
    await report(0);
    await page.getByRole('link', { name: /^sw-core, Network device, OK/ }).waitFor();
    assert.notEqual(await page.title(), '1');
    assert.deepEqual(await axe(page), []);
    await page.close();
  });

  it('is walked through, moved and zoomed by keys, and a system opens', async () => {
    const page = await at(`${path}/map`);
    const stage = page.locator('[data-cell]').first().locator('xpath=..');
    const view = () => stage.getAttribute('transform');
    await stage.waitFor();
    await page.getByRole('group', { name: 'Map' }).focus();
    const start = await view();
    await page.keyboard.press('+');
    const near = await view();
    assert.notEqual(near, start);
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await view(), near);
    await page.keyboard.press('0');
    assert.equal(await view(), start);

    await page.getByRole('link', { name: /^fw-augsburg,/ }).focus();
    await page.keyboard.press('ArrowDown');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    assert.match(label ?? '', /^(sw-core|ws-lager),/);
    assert.equal(await page.locator('[data-cell] [tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: label!.split(',')[0]! }).waitFor();
    await page.close();
  });

  it('finds a system, keeps the way to it in the address, and shows only what is not OK with what it needs', async () => {
    const page = await at(`${path}/map`);
    await page.getByLabel('Find a system').first().fill('lager');
    await page.getByRole('option', { name: 'ws-lager' }).click();
    await page.waitForURL(/focus=/);
    await page.getByRole('switch', { name: /^Only what is not OK/ }).click({ force: true });
    await page.waitForURL(/only=trouble/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByText('List', { exact: true }).click();
    await page.getByRole('table').waitFor();
    assert.match(await page.getByRole('table').innerText(), /fw-augsburg/);
    assert.deepEqual(await axe(page), []);
    await page.close();
  });

  it('is saved as an SVG file that a strict reader takes, with names that are hostile, and as a PNG', async () => {
    const page = await at(`${path}/map`);
    await page.locator('[data-cell] a').first().waitFor();
    const save = async (what: string) => {
      await page.getByRole('button', { name: 'Save as file' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: what }).click(),
      ]);
      return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
    };
    const { name, content } = await save('Drawing (SVG)');
    assert.match(name, /^map-beispiel-mueller-maschinenbau-gmbh-\d{4}-\d\d-\d\d\.svg$/);
    const read = await page.evaluate((svg) => {
      const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return {
        errors: file.querySelectorAll('parsererror, script, style, image, use, a, foreignObject').length,
        texts: [...file.querySelectorAll('text')].map(({ textContent }) => textContent ?? ''),
      };
    }, content.toString('utf8'));
    assert.equal(read.errors, 0);
    for (const text of [
      'Beispiel: Müller Maschinenbau GmbH',
      'Werk Augsburg',
      '192.168.10.0/24',
      'sw-core',
      ARABIC,
    ])
      assert.ok(read.texts.includes(text), text);
    assert.ok(read.texts.some((text) => text.startsWith('<script>')));
    assert.ok(read.texts.some((text) => text.startsWith(`Source: Rettungsanker`)));
    const png = await save('Picture (PNG)');
    assert.equal(png.content.subarray(1, 4).toString(), 'PNG');
    await page.close();
  });

  it('two fingers zoom it on a phone, and a director finds it from the systems', async () => {
    const phone = await contextFor(browser, program.url, sample, 'management', {
      locale: 'de',
      scheme: 'light',
      phone: true,
    });
    phone.setDefaultTimeout(30_000);
    const page = await phone.newPage();
    assert.deepEqual(await open(page, '/assets'), []);
    await page.getByRole('link', { name: 'Karte' }).click();
    await page.locator('[data-cell] a').first().waitFor();
    const scale = async () =>
      Number(
        /scale\(([\d.]+)\)/.exec(
          (await page.locator('svg > g[transform]').first().getAttribute('transform'))!,
        )?.[1],
      );
    const before = await scale();
    await page.locator('svg:has([data-cell])').evaluate((screen) => {
      const { left, top } = screen.getBoundingClientRect();
      const touch = (type: string, pointerId: number, x: number, y: number) =>
        screen.dispatchEvent(
          new PointerEvent(type, {
            pointerId,
            pointerType: 'touch',
            clientX: left + x,
            clientY: top + y,
            buttons: type === 'pointerup' ? 0 : 1,
            bubbles: true,
          }),
        );
      // Pointers that no finger made cannot be captured.
      screen.setPointerCapture = () => undefined;
      touch('pointerdown', 11, 100, 100);
      touch('pointerdown', 12, 200, 100);
      touch('pointermove', 12, 300, 100);
      touch('pointerup', 11, 100, 100);
      touch('pointerup', 12, 300, 100);
    });
    assert.ok((await scale()) > before * 1.3, `${before} ${await scale()}`);
    assert.deepEqual(await axe(page), []);
    await phone.close();
  });
});
