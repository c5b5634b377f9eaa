/** Writes what the documentation takes from the code: `npm run docs`; `--check` fails when it is older than the code. */
import { readFile, writeFile } from 'node:fs/promises';
import { checksPage } from './docs/checks.ts';
import { errorsPage, permissionsPage, settingsTable } from './docs/tables.ts';

const folder = new URL('../docs/', import.meta.url);

/** Parts of pages that are otherwise written by hand: between <!-- NAME --> and <!-- /NAME -->. */
const PARTS: [page: string, name: string, content: string][] = [
  ['en/configuration.md', 'settings', settingsTable('en')],
  ['de/konfiguration.md', 'settings', settingsTable('de')],
];

const pages = new Map([
  ['errors.md', errorsPage()],
  ['en/permissions.md', permissionsPage('en')],
  ['de/rechte.md', permissionsPage('de')],
  ['en/checks.md', checksPage('en')],
  ['de/pruefungen.md', checksPage('de')],
]);
for (const [page, name, content] of PARTS) {
  const text = pages.get(page) ?? (await readFile(new URL(page, folder), 'utf8'));
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/${page} has no place ${start} … ${end}`);
  pages.set(page, `${before}${start}\n\n${content}\n\n${end}${after}`);
}

const old: string[] = [];
for (const [page, text] of pages) {
  const url = new URL(page, folder);
  if ((await readFile(url, 'utf8').catch(() => '')) === text) continue;
  old.push(page);
  if (!process.argv.includes('--check')) await writeFile(url, text);
}
if (process.argv.includes('--check') && old.length > 0) {
  console.error(`Older than the code: docs/${old.join(', docs/')}. Run: npm run docs`);
  process.exitCode = 1;
}
