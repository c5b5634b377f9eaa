/** `npm run screenshots [NAME …]`: pictures of the console with sample data into docs/screenshots. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { testProgram } from '@rettungsanker/server/testing';
import { launchBrowser } from '../browser.ts';
import { PAGES } from '../console/pages.ts';
import { makeSample } from '../console/sample.ts';
import { contextFor, type Look, open } from '../console/visit.ts';

const LOOKS: readonly (Look & { name: string })[] = [
  { name: 'de', locale: 'de', scheme: 'light' },
  { name: 'en-dark', locale: 'en', scheme: 'dark' },
  { name: 'de-phone', locale: 'de', scheme: 'light', phone: true },
];

const wanted = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
await mkdir(folder, { recursive: true });
const program = await testProgram({ console: true });
const sample = await makeSample(program);
const browser = await launchBrowser();
for (const look of LOOKS) {
  for (const as of ['nobody', 'owner', 'employee', 'management'] as const) {
    const context = await contextFor(browser, program.url, sample, as, look);
    for (const candidate of PAGES.filter(
      (page) => page.as === as && (wanted.length === 0 || wanted.includes(page.name)),
    )) {
      const page = await context.newPage();
      for (const problem of await open(page, candidate.path(sample)))
        console.log(`${candidate.name}: ${problem}`);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}${candidate.name}.${look.name}.png`, fullPage: true });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await sample.stop();
await program.close();
process.exit(0);
