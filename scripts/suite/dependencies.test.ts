import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkDependencies } from './dependencies.ts';

const home = process.cwd();
const root = await mkdtemp(join(tmpdir(), 'rettungsanker-deps-'));
after(async () => {
  process.chdir(home);
  await rm(root, { recursive: true });
});

const SERVER = 'apps/server/src';
/** A small tree in which every import is wrong, and the rule that says so. */
const WRONG: [rule: string, from: string, to: string][] = [
  ['packages-stand-alone', 'packages/one/src/index.ts', `${SERVER}/main.ts`],
  ['packages-meet-at-the-door', 'packages/one/src/part.ts', 'packages/two/src/part.ts'],
  ['apps-use-packages-by-their-door', `${SERVER}/fleet/a.ts`, 'packages/two/src/part.ts'],
  ['platform-knows-no-domain', `${SERVER}/platform/a.ts`, `${SERVER}/fleet/index.ts`],
  ['platform-knows-no-domain', `${SERVER}/platform/b.ts`, `${SERVER}/main.ts`],
  ['domains-meet-at-the-door', `${SERVER}/fleet/b.ts`, `${SERVER}/helpdesk/commands.ts`],
  ['domains-do-not-wire', `${SERVER}/fleet/c.ts`, `${SERVER}/program.ts`],
  ['wiring-uses-doors', `${SERVER}/api.ts`, `${SERVER}/fleet/a.ts`],
  ['wiring-uses-doors', `${SERVER}/cli/start.ts`, `${SERVER}/fleet/a.ts`],
  ['the-console-is-apart', 'apps/web/src/a.tsx', `${SERVER}/platform/a.ts`],
  ['the-agent-is-apart', 'apps/agent/src/index.ts', `${SERVER}/platform/a.ts`],
  ['the-server-takes-the-agent-by-its-door', `${SERVER}/fleet/d.ts`, 'apps/agent/src/inside.ts'],
  ['tests-stay-out-of-the-product', `${SERVER}/fleet/e.ts`, `${SERVER}/testing/index.ts`],
  ['tests-stay-out-of-the-product', `${SERVER}/fleet/f.ts`, `${SERVER}/fleet/a.test.ts`],
  ['every-import-leads-somewhere', `${SERVER}/fleet/i.ts`, `${SERVER}/fleet/missing.ts`],
];
const RIGHT: [from: string, to: string][] = [
  [`${SERVER}/fleet/j.ts`, `${SERVER}/platform/a.ts`],
  [`${SERVER}/fleet/j.ts`, `${SERVER}/monitoring/index.ts`],
  [`${SERVER}/fleet/j.ts`, 'apps/agent/src/index.ts'],
  [`${SERVER}/program.ts`, `${SERVER}/fleet/index.ts`],
  [`${SERVER}/platform/a.test.ts`, `${SERVER}/program.ts`],
  ['apps/web/src/a.tsx', 'packages/two/src/index.ts'],
];

test('every dependency rule finds what breaks it, and nothing else', async () => {
  const files = new Map<string, string>();
  const add = (path: string, line: string): void =>
    void files.set(path, `${files.get(path) ?? 'export {};\n'}${line}\n`);
  const link = (from: string, to: string): void => {
    if (!to.includes('missing')) add(to, '');
    add(from, `import '${'../'.repeat(from.split('/').length - 1)}${to}';`);
  };
  for (const [, from, to] of WRONG) link(from, to);
  for (const [from, to] of RIGHT) link(from, to);
  add('packages/one/src/read.ts', `import 'node:fs';`);
  link(`${SERVER}/fleet/g.ts`, `${SERVER}/fleet/h.ts`);
  link(`${SERVER}/fleet/h.ts`, `${SERVER}/fleet/g.ts`);
  // Through their doors and by types alone, and still a circle.
  add(`${SERVER}/risk/index.ts`, `import type {} from '../security/index.ts';`);
  add(`${SERVER}/security/index.ts`, `import type {} from '../risk/index.ts';`);
  for (const folder of ['e2e', 'bench', 'scripts']) add(`${folder}/a.ts`, '');
  for (const [path, content] of files) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await writeFile(join(root, 'tsconfig.json'), '{}');
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
  process.chdir(root);

  const { modules, violations } = await checkDependencies();
  assert.equal(modules, files.size);
  const expected = [
    ...WRONG.map(([rule, from]) => `${rule}: ${from}`),
    'packages-do-no-io: packages/one/src/read.ts',
    `no-circle: ${SERVER}/fleet/g.ts`,
    // The platform and a domain, because of the wrong import above.
    ...['fleet', 'platform', 'risk', 'security'].map((domain) => `no-circle-of-domains: ${SERVER}/${domain}`),
  ];
  assert.deepEqual(violations.map((violation) => violation.split(' -> ')[0]).sort(), expected.sort());
});
