/**
 * The whole suite: `npm test`. Everything runs to its end and all failures are told together.
 *   npm test                   lint, types, dependencies, dead code, generated files, all tests
 *   npm test -- unit           tests only
 *   npm test -- helpdesk sla   tests whose path contains one of the words
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTestServer, TEST_DATABASE } from '../apps/server/src/platform/database/embedded/testing.ts';
import { oldServerMissing, startOldServer } from './suite/old-postgres.ts';
import { Report, seconds } from './suite/report.ts';

const CHECKS: [name: string, command: string, ...argument: string[]][] = [
  ['lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['promises', 'oxlint', '--quiet'],
  ['types', 'node', 'scripts/typecheck.ts'],
  ['dependencies', 'node', 'scripts/deps.ts'],
  ['dead code', 'knip', '--no-config-hints'],
  ['api document', 'node', 'scripts/api.ts', '--check'],
  ['generated docs', 'node', 'scripts/docs.ts', '--check'],
];

/** Longest time for one file, in ms. A story in a browser takes longer than everything else. */
const FILE_TIMEOUT = 180_000;
const STORY_TIMEOUT = 300_000;
/** How often to say how far it is, in ms. */
const PROGRESS = 10_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const words = process.argv.slice(2);
const unitOnly = words[0] === 'unit';
const filter = unitOnly ? words.slice(1) : words;
const report = new Report();

if (!unitOnly && filter.length === 0) check();
const files = globSync('{packages,apps,scripts,deploy,bench,e2e}/**/*.test.ts', {
  exclude: (name) => name === 'node_modules' || name === 'dist',
})
  .filter((file) => filter.length === 0 || filter.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) report.fail(`no test file has ${filter.join(' or ')} in its path`);
const stories = files.filter((file) => file.startsWith('e2e/'));
const others = files.filter((file) => !stories.includes(file));

const server = await startTestServer();
let running: { stop(): Promise<void> } = server;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void running.stop().finally(() => process.exit(1)));
process.env[TEST_DATABASE] = server.url;
await tests('tests', others, Math.max(2, availableParallelism()), FILE_TIMEOUT);
// One at a time: they measure delays and need the machine for themselves.
await tests('stories', stories, 1, STORY_TIMEOUT);
await server.stop();

const storage = others.filter(usesStorage);
const missing = oldServerMissing();
if (storage.length > 0 && missing) console.log(`- storage on PostgreSQL 15 skipped: ${missing}`);
else if (storage.length > 0) {
  const old = await startOldServer();
  running = old;
  process.env[TEST_DATABASE] = old.url;
  await tests('storage on PostgreSQL 15', storage, Math.max(2, availableParallelism()), FILE_TIMEOUT);
  await old.stop();
}
report.close();
process.exitCode = report.failed ? 1 : 0;

function check(): void {
  for (const [name, command, ...argv] of CHECKS) {
    const started = Date.now();
    const { status, stdout, stderr } = spawnSync(command, argv, { encoding: 'utf8' });
    console.log(`${status === 0 ? '✔' : '✖'} ${name} ${seconds(Date.now() - started)}`);
    if (status === 0) continue;
    console.log(`${stdout}${stderr}`.trimEnd());
    report.fail(name);
  }
}

/** Each file is a process of its own, which is ended when it takes too long: also when its tests are done. */
async function tests(title: string, list: string[], concurrency: number, timeout: number): Promise<void> {
  if (list.length === 0) return;
  const started = Date.now();
  const say = (): void =>
    console.log(
      `▶ ${title}: ${list.length - waiting.length} of ${list.length} files, ${seconds(Date.now() - started)}`,
    );
  const waiting = [...list];
  const progress = setInterval(say, PROGRESS);
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      await report.follow(file, run({ files: [file], signal: AbortSignal.timeout(timeout) }));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  clearInterval(progress);
  say();
}

/** Whether a test stands on the migrated database itself, so that the oldest supported version has to bear it too. */
function usesStorage(file: string): boolean {
  return (
    file.startsWith('apps/server/src/') &&
    !file.includes('/embedded/') &&
    /testDatabase\(|setStage\(|testProgram\(/.test(readFileSync(file, 'utf8'))
  );
}
