import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type TestProgram, testProgram } from '@rettungsanker/server/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { axe } from './visit.ts';

const EMAIL = 'olga@anker.example';
const PASSWORD = 'Leuchtturm-Nordsee-77';

/** The way of one owner through everything that proves who one is, in the order in which people meet it. */
describe('set-up, sign-in and account in a real browser', { timeout: 120_000 }, () => {
  let program: TestProgram;
  let browser: Browser;
  let link: string;
  /** The owner's browser; its page has a security key that says yes to everything. */
  let page: Page;
  let recoveryCode: string;

  before(async () => {
    // Restarted under the same address.
    program = await testProgram({ console: true, flags: { 'http-port': await freePort() } });
    browser = await launchBrowser();
    link = `/setup#${await program.identity.openSetup()}`;
    page = await (await person()).newPage();
    page.setDefaultTimeout(10_000);
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });
  after(async () => {
    await browser?.close();
    await program?.close();
  });

  const person = (): Promise<BrowserContext> =>
    browser.newContext({
      baseURL: program.url,
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1360, height: 900 },
      reducedMotion: 'reduce',
    });
  const button = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name }).first();
  const field = (label: string | RegExp, on: Page = page) => on.getByLabel(label).first();
  const said = (text: string | RegExp, on: Page = page) =>
    on.getByText(text).first().waitFor({ timeout: 10_000 });
  const heading = (name: string | RegExp, on: Page = page) =>
    on.getByRole('heading', { name }).first().waitFor({ timeout: 10_000 });
  const accessible = async (on: Page = page) => assert.deepEqual(await axe(on), []);
  const signInByPassword = async (on: Page) => {
    await field('E-Mail-Adresse', on).fill(EMAIL);
    await field(/^Passwort\b/, on).fill(PASSWORD);
    await button('Anmelden', on).click();
  };

  it('the first owner is set up with a passkey instead of a password', async () => {
    await page.goto(link);
    await field('Ihre Organisation').fill('Anker IT');
    await field('Ihr Name').fill('Olga Owner');
    await field('E-Mail-Adresse').fill(EMAIL);
    await accessible();
    await page.getByText('Passkey', { exact: true }).click();
    await said('Ein Passkey gilt nur unter der Adresse localhost');
    await accessible();
    await button('Einrichten').click();
    await heading('Lage');
  });

  it('the link is used up and leads to the sign-in', async () => {
    const later = await (await person()).newPage();
    await later.goto(link);
    await heading('Rettungsanker ist schon eingerichtet', later);
    await accessible(later);
    await later.getByRole('link', { name: 'Zur Anmeldung' }).click();
    await heading('Anmelden', later);
    await later.getByRole('link', { name: 'Passwort vergessen?' }).click();
    // The page before has a field of the same name.
    await heading('Passwort vergessen', later);
    await field('E-Mail-Adresse', later).fill(EMAIL);
    await button('Link anfordern', later).click();
    await said(`npx rettungsanker admin reset ${EMAIL}`, later);
    await accessible(later);
    await later.goto('/invitation#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    await later.getByRole('link', { name: 'Zur Anmeldung' }).waitFor();
    await later.context().close();
  });

  it('the only passkey cannot be removed; a first password is set after fresh proof by passkey', async () => {
    await page.goto('/account?tab=security');
    await button(/^Passkey .* entfernen$/).click();
    await said('Dieser Passkey ist der einzige Weg in Ihr Konto.');
    await program.database.owner.query(`update session set created_at = now() - interval '1 hour'`);
    await field('Neues Passwort').fill(PASSWORD);
    await button('Passwort festlegen').click();
    await said('Für diese Änderung bestätigen Sie bitte mit Ihrem Passkey.');
    await accessible();
    await button('Mit Passkey bestätigen').click();
    await said('Passwort gespeichert');
    await field('Jetziges Passwort').waitFor();
  });

  it('a passkey signs in without an e-mail address', async () => {
    await button('Konto von Olga Owner').click();
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await heading('Anmelden');
    await button('Mit Passkey anmelden').click();
    await heading('Lage');
  });

  it('an authenticator app is set up, and its recovery codes are shown once', async () => {
    await page.goto('/account?tab=security');
    await button('App einrichten').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Bestätigen' }).click();
    await page.getByRole('img', { name: 'QR-Code für die App' }).waitFor();
    await accessible();
    const secret = (await page.locator('pre').first().innerText()).replaceAll(/\s/g, '');
    await field('Code der App').fill(appShows(secret));
    await button('Einschalten').click();
    await said('Wiederherstellungscodes, nur jetzt sichtbar');
    await accessible();
    const codes = await page.getByRole('status').locator('li').allInnerTexts();
    assert.ok(codes.length >= 8, `${codes.length} codes`);
    recoveryCode = codes[0]!;
    await button('Ich habe es aufbewahrt').click();
    await said(`Noch ${codes.length} Wiederherstellungscodes`);
    assert.equal(await page.getByText(recoveryCode).count(), 0);
  });

  it('a recovery code finishes a sign-in once, and that session can be ended from here', async () => {
    const elsewhere = await (await person()).newPage();
    await elsewhere.goto('/tickets');
    await signInByPassword(elsewhere);
    await heading('Zweiter Schritt', elsewhere);
    await accessible(elsewhere);
    await button('Wiederherstellungscode verwenden', elsewhere).click();
    await field('Wiederherstellungscode', elsewhere).fill(recoveryCode);
    await button('Weiter', elsewhere).click();
    await heading('Tickets', elsewhere);

    await page.goto('/account?tab=security');
    await button(/^Sitzung .* beenden$/).click();
    await said('Sitzung beendet');
    await elsewhere.getByRole('link', { name: 'Systeme' }).first().click();
    await heading('Anmelden', elsewhere);
    await signInByPassword(elsewhere);
    await button('Wiederherstellungscode verwenden', elsewhere).click();
    await field('Wiederherstellungscode', elsewhere).fill(recoveryCode);
    await button('Weiter', elsewhere).click();
    await elsewhere.getByRole('alert').waitFor();
    await elsewhere.context().close();
  });

  it('an API key is shown once, works, and is revoked', async () => {
    await page.goto('/account?tab=keys');
    await field('Name').fill('Berichte');
    await button('Schlüssel erzeugen').click();
    await said('Kopieren Sie den Schlüssel jetzt');
    await accessible();
    const key = await page.getByRole('status').locator('pre').innerText();
    const call = () =>
      fetch(`${program.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${key.trim()}` } });
    assert.equal((await call()).status, 200);
    await button('Ich habe es aufbewahrt').click();
    await page.reload();
    await button('Schlüssel Berichte widerrufen').waitFor();
    assert.equal(await page.getByText(key.trim()).count(), 0);
    await button('Schlüssel Berichte widerrufen').click();
    await said('Schlüssel widerrufen');
    assert.equal((await call()).status, 401);
  });

  it('a view of a list is saved under a name and is there after a reload', async () => {
    await page.goto('/people');
    const filter = page.getByRole('searchbox').first();
    await filter.fill('olga');
    await page.waitForURL(/q=olga/);
    await button('Gespeicherte Ansichten').click();
    await field('Name der jetzigen Ansicht').fill('Nur Olga');
    await accessible();
    await button('Ansicht speichern').click();
    await page.goto('/people');
    await button('Gespeicherte Ansichten').click();
    await button('Nur Olga').click();
    await page.waitForURL(/q=olga/);
    await button('Ansicht Nur Olga entfernen').click();
    await said('Ansicht „Nur Olga“ entfernt');
  });

  it('a restart is said within a second and ends by itself, also on a page that could not be loaded', async () => {
    await page.goto('/');
    await said('Live');
    const stopped = Date.now();
    await program.stop();
    await page.getByText('Verbindet neu …').waitFor({ timeout: 2_000 });
    assert.ok(Date.now() - stopped < 2_000, `${Date.now() - stopped} ms`);
    // By keys: a pointer on the link would have loaded the page ahead.
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await said('Diese Seite konnte nicht angezeigt werden');
    await said('Keine Verbindung: Alles hier hat den Stand von');
    assert.equal(await page.getByText('konnte nicht erneuert werden').count(), 0);
    program = await program.restart();
    await heading('Prüfprotokoll');
    await page.getByText('Live', { exact: true }).first().waitFor({ timeout: 15_000 });
    assert.equal(await page.getByText('Keine Verbindung').count(), 0);
  });
});

/** What an authenticator app shows for a secret in base 32 (RFC 4648, 6; RFC 6238; RFC 4226, 5.3). */
function appShows(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const offset = mac.at(-1)! & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
}
