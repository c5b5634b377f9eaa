import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { enrolTestAgent, type TestProgram, testProgram, until } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { makeSample, type Sample } from './sample.ts';
import { axe, contextFor, open } from './visit.ts';

interface Check {
  id: string;
  kind: string;
  name: string;
  config: Record<string, unknown>;
  intervalMs: number;
  runsOn: string;
  probeId: string | null;
  second: { runsOn: string; probeId: string | null } | null;
  rule: { forMs: number };
}

describe('checks of every kind', { timeout: 180_000 }, () => {
  let program: TestProgram;
  let sample: Sample;
  let browser: Browser;
  let context: BrowserContext;
  let neighbour: string;
  let web: Server;
  let page: Page;
  let dialog: Locator;

  before(async () => {
    program = await testProgram({ console: true });
    sample = await makeSample(program);
    neighbour = (await enrolTestAgent(program, sample.clientId, sample.siteId)).assetId;
    await sample.owner.patch(`/clients/${sample.clientId}/assets/${neighbour}`, { name: 'srv-sonde-02' });
    web = createServer((_request, response) => response.end('Lager: 12 Stück')).listen(0, '127.0.0.1');
    await until(async () => web.listening);
    browser = await launchBrowser();
    context = await contextFor(browser, program.url, sample, 'owner', { locale: 'en', scheme: 'light' });
    context.setDefaultTimeout(15_000);
  });
  after(async () => {
    await browser?.close();
    web?.close();
    await sample?.stop();
    await program?.close();
  });

  beforeEach(async () => {
    page = await context.newPage();
    dialog = page.getByRole('dialog');
    assert.deepEqual(await open(page, `/clients/${sample.clientId}/assets/${sample.assetId}?tab=checks`), []);
  });
  afterEach(() => page.close());

  const path = () => `/clients/${sample.clientId}/assets/${sample.assetId}/checks`;
  const known = async (kind: string) =>
    (await sample.owner.get<{ items: Check[] }>(path())).body.items.find((check) => check.kind === kind);
  /** By keyboard alone: the button is focused, words are typed, Enter takes the first that fits. */
  const choose = async (words: string) => {
    await page.getByRole('button', { name: 'Add check' }).first().press('Enter');
    await dialog.getByLabel('What is checked').first().waitFor();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  /** One with suggestions is a combobox. */
  const field = (name: string) =>
    dialog
      .getByRole('textbox', { name, exact: true })
      .or(dialog.getByRole('combobox', { name, exact: true }));
  const pick = async (label: string, option: string | RegExp) => {
    await field(label).click();
    await page.getByRole('option', { name: option }).click();
  };
  const done = async () => {
    await dialog.getByRole('button', { name: 'Add check' }).click();
    await dialog.getByText('Check added').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  it('are found by any word, suggested by what the system has, and chosen by keyboard', async () => {
    await page.getByRole('button', { name: 'Add check' }).first().press('Enter');
    await dialog
      .getByRole('option', { name: /^Web page \(HTTP\): nginx, 443/ })
      .first()
      .waitFor();
    assert.ok((await dialog.getByRole('option').count()) > 50);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.type('toner');
    assert.deepEqual(await dialog.getByRole('option').allInnerTexts(), [
      'Printer (SNMP)\nA printer without toner or paper, or with an error.',
    ]);
    await page.keyboard.press('Enter');
    await dialog.getByRole('heading', { name: 'Printer (SNMP)' }).waitFor();
    await dialog.getByRole('button', { name: 'Choose something else' }).press('Enter');
    await dialog.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('an SNMP check keeps its secrets: never shown again, replaced one by one', async () => {
    await choose('snmp ports');
    await dialog.getByRole('heading', { name: 'Interfaces (SNMP)' }).waitFor();
    await field('Host').fill('192.168.10.2');
    await pick('SNMP version', '3 (protected)');
    await field('User').fill('anker');
    await dialog.getByRole('switch', { name: 'With authentication' }).press('Space');
    // What is missing is said at its field, and nothing is sent.
    await dialog.getByRole('button', { name: 'Add check' }).click();
    const secret = dialog.locator('input[type=password]');
    await dialog.getByText('Please fill in.').waitFor();
    assert.equal(await secret.getAttribute('aria-invalid'), 'true');
    await secret.fill('Ankerkette-1');
    assert.deepEqual(await axe(page), []);
    await done();
    const added = (await known('snmp-interfaces'))!;
    assert.equal(added.config.port, 161);
    assert.deepEqual(
      [added.runsOn, (added.config.access as { auth: { secret: string } }).auth.secret],
      ['agent', '••••••••'],
    );

    await page.getByRole('button', { name: /^Actions for Interfaces/ }).click();
    await page.getByRole('menuitem', { name: 'Change' }).click();
    await dialog.getByRole('button', { name: 'Replace Password of authentication' }).waitFor();
    assert.ok(!(await dialog.innerText()).includes('Ankerkette'));
    assert.deepEqual(await axe(page), []);
    await field('Host').fill('192.168.10.3');
    await pick('Checked from', /srv-sonde-02/);
    await dialog.getByRole('button', { name: 'Save' }).click();
    // To another host it goes only when it is typed again.
    await dialog.getByText('Enter it again for another host').waitFor();
    assert.deepEqual(await axe(page), []);
    await field('Host').fill('192.168.10.2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const changed = (await known('snmp-interfaces'))!;
    assert.deepEqual(
      [changed.config.host, changed.runsOn, changed.probeId],
      ['192.168.10.2', 'agent', neighbour],
    );
    // The secret that was kept is the one that was typed.
    const { access } = await program.tenancy.asSystem(sample.clientId, async (ctx) => {
      const { agentChecks } = await import('../../apps/server/src/monitoring/queries/checks.ts');
      const mine = await agentChecks.checksFor(ctx, neighbour);
      return mine.find(({ id }) => id === changed.id)!.check as unknown as { access: { auth: object } };
    });
    assert.deepEqual(access.auth, { protocol: 'sha256', secret: 'Ankerkette-1' });
  });

  it('a DNS check runs from the server and from a second place that must agree', async () => {
    await choose('dns');
    await dialog.getByRole('heading', { name: 'Name resolution (DNS)' }).waitFor();
    await field('Name').first().fill('www.beispiel-mueller.example');
    await pick('Record', /^MX/);
    await field('Expected answers').fill('10 mx1.example.org\n20 mx2.example.org');
    await pick('Checked from', 'the server');
    await pick('Second place', 'the agent of this system');
    await dialog.getByText('More settings').click();
    await dialog.getByRole('switch', { name: 'Demand DNSSEC' }).press('Space');
    await field('Every').fill('2');
    await done();
    const { config, runsOn, second, intervalMs } = (await known('dns'))!;
    assert.deepEqual(
      { ...config, kind: undefined },
      {
        kind: undefined,
        name: 'www.beispiel-mueller.example',
        type: 'MX',
        port: 53,
        expect: ['10 mx1.example.org', '20 mx2.example.org'],
        dnssec: true,
        timeoutMs: 5000,
      },
    );
    assert.deepEqual([runsOn, second, intervalMs], ['server', { runsOn: 'agent', probeId: null }, 120_000]);
  });

  it('a check from the server is tried before it is saved; a forbidden target says what would open it', async () => {
    const { port } = web.address() as AddressInfo;
    await choose('web page');
    await field('Address').fill(`http://127.0.0.1:${port}/`);
    await field('Expected text').fill('Lager');
    await pick('Checked from', 'the server');
    await dialog.getByRole('button', { name: 'Try now' }).click();
    await dialog.getByText('127.0.0.1 is not public.').waitFor();
    await dialog.getByRole('link', { name: /networks of the site/i }).waitFor();
    const site = `/clients/${sample.clientId}/sites/${sample.siteId}`;
    await sample.owner.patch(site, { serverNetworks: ['127.0.0.1/32'] });
    await dialog.getByRole('button', { name: 'Try now' }).click();
    await dialog.getByText('It works').waitFor();
    await field('Expected text').fill('Schrauben');
    await dialog.getByRole('button', { name: 'Try now' }).click();
    await dialog.getByText('The check fails').waitFor();
    assert.equal(await known('http'), undefined);
    await field('Expected text').fill('Lager');
    await dialog.getByRole('button', { name: 'Add check' }).click();
    await dialog.getByText(/^Answered in/).waitFor({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Set the rule' }).click();
    await field('Only after').fill('3');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal((await known('http'))!.rule.forMs, 180_000);
  });

  it('rules of a log are entries that can be added and removed; a group names systems of the client', async () => {
    await choose('lines of a log');
    await field('File').fill('/var/log/app.log');
    await field('Name of the rule').fill('Fehler');
    await field('Pattern').fill('error|fatal');
    await dialog.getByRole('button', { name: 'Rules: add entry' }).click();
    await field('Name of the rule').nth(1).fill('Platte');
    await field('Pattern').nth(1).fill('I/O');
    await dialog.getByRole('button', { name: 'Remove entry 1' }).click();
    assert.deepEqual(await axe(page), []);
    await done();
    const { config } = (await known('log'))!;
    assert.deepEqual(config.rules, [{ name: 'Platte', pattern: 'I/O', severity: 'warning', atLeast: 1 }]);

    await choose('too many checks');
    await pick('Checks of the kind', 'Web page (HTTP)');
    await pick('Of these systems', 'srv-sonde-02');
    await page.keyboard.press('Escape');
    await done();
    const group = (await known('group'))!;
    assert.deepEqual([group.config.kind, group.config.assetIds], ['http', [neighbour]]);
  });
});
