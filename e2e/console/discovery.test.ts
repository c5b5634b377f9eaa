import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram, until } from '@rettungsanker/server/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, open } from './visit.ts';

describe('finding systems', { timeout: 280_000 }, () => {
  let program: TestProgram;
  let sample: Sample;
  let browser: Browser;
  before(async () => {
    program = await testProgram({ console: true });
    sample = await makeSample(program);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await sample.stop();
    await program.close();
  });

  const path = (): string => `/clients/${sample.clientId}/sites/${sample.siteId}`;
  const opened = async (look: { scheme: 'light' | 'dark'; phone?: true }): Promise<Page> => {
    const context = await contextFor(browser, program.url, sample, 'owner', { locale: 'de', ...look });
    const page = await context.newPage();
    assert.deepEqual(await open(page, `${path()}?tab=discovery`), []);
    return page;
  };
  const states = async (): Promise<Record<string, number>> => {
    const { body } = await sample.owner.get<{ items: { state: string }[] }>(`${path()}/discovery/neighbours`);
    const count: Record<string, number> = {};
    for (const { state } of body.items) count[state] = (count[state] ?? 0) + 1;
    return count;
  };

  it('chosen, accepted and taken back with the keyboard alone', async () => {
    const page = await opened({ scheme: 'light' });
    await page.getByRole('checkbox', { name: 'BRN30055C000031 (192.168.10.31) auswählen' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: '1 aufnehmen …' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Als System aufnehmen' });
    await dialog.getByRole('button', { name: 'Aufnehmen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('BRN30055C000031 aufgenommen.').waitFor();
    assert.deepEqual(await states(), { new: 8, known: 1, accepted: 1 });
    await page.getByRole('link', { name: 'BRN30055C000031' }).waitFor();
    await page.getByRole('button', { name: 'Rückgängig' }).focus();
    await page.keyboard.press('Enter');
    await until(async () => (await states()).new === 9);
    await page.context().close();
  });

  for (const look of [{ scheme: 'light' }, { scheme: 'dark', phone: true }] as const)
    it(`WCAG 2.2 AA with everything open, ${look.scheme}`, async () => {
      const page = await opened(look);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      assert.deepEqual(await axe(page), []);
      await page.getByRole('button', { name: 'Alle neuen auswählen' }).click();
      await page.getByRole('button', { name: '9 aufnehmen …' }).click();
      const dialog = page.getByRole('dialog', { name: '9 Systeme aufnehmen' });
      // What nobody can identify has to be decided by a person.
      await dialog.getByRole('button', { name: '9 aufnehmen' }).click();
      await dialog.getByText('Bitte ausfüllen.').waitFor();
      assert.deepEqual(await axe(page), []);
      await page.context().close();
    });

  it('a sweep that is under way is shown as it goes, without a reload', async () => {
    const page = await opened({ scheme: 'light' });
    await page.getByRole('button', { name: 'Suche starten' }).click();
    await page.getByText('wartet auf den Agenten').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Abbrechen' }).click();
    await page.getByRole('button', { name: 'Suche starten' }).waitFor();
    await page.context().close();
  });
});
