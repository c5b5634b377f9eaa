import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../apps/server/src/platform/config/load.ts';
import {
  environmentName,
  flagName,
  SETTINGS,
  type Setting,
} from '../../apps/server/src/platform/config/settings.ts';

/*
 * No container engine runs where the tests run, so nothing here builds an image. What is checked is what breaks unnoticed:
 * names of settings, paths, links, and the syntax of what a parser is at hand for.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = ['README.md', ...globSync('docs/{en,de,decisions}/*.md', { cwd: ROOT })].sort();
const DEPLOYED = globSync('deploy/*', { cwd: ROOT }).sort();
/** Made by other scripts; may be missing in a fresh tree. */
const GENERATED = new Set(['docs/errors.md', 'docs/en/configuration.md', 'docs/de/konfiguration.md']);

/** Part of systemd; not everywhere. */
const VERIFIER = 'systemd-analyze';
/** Names that only the compose file and the Caddyfile use among themselves. */
const OWN_VARIABLES = new Set(['RA_SITE', 'RA_UPSTREAM', 'RA_DATABASE_PASSWORD']);

function known(name: string): boolean {
  return (
    name === 'RA_CONFIG' ||
    OWN_VARIABLES.has(name) ||
    Object.entries<Setting<never> | Setting<unknown>>(SETTINGS).some(
      ([key, { secret }]) =>
        name === environmentName(key) || (secret && name === `${environmentName(key)}_FILE`),
    )
  );
}

/** Variables that are set, as `Environment=A=b`, `ENV A=b`, `A: b` or `A=b`; error codes look alike, but are not set. */
const variables = (content: string): string[] => [
  ...new Set([...content.matchAll(/\b(RA_[A-Z0-9_]+)(?==|: )/g)].map((match) => match[1]!)),
];

describe('deployment', () => {
  for (const path of [...DEPLOYED, ...DOCUMENTS]) {
    it(`${path} sets only settings that exist`, () => {
      const names = variables(text(path)).filter((name) => !isErrorCode(name));
      assert.deepEqual(
        names.filter((name) => !known(name)),
        [],
      );
    });
  }

  it('the image and the unit start with what they set', () => {
    for (const environment of [imageEnvironment(), unitEnvironment()]) {
      const config = loadConfig({
        flags: {},
        environment: { ...environment, RA_HTTP_TRUSTED_PROXIES: '172.30.84.2' },
        file: emptyFile(),
      });
      assert.equal(config['log.format'], 'json');
    }
    // Without a proxy or TLS the container must not open itself to the network.
    assert.throws(
      () => loadConfig({ flags: {}, environment: imageEnvironment(), file: emptyFile() }),
      /http\.host/,
    );
  });

  it('what the image copies exists', () => {
    const sources = [...text('deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      match[1]!.split(' '),
    );
    assert.ok(sources.length > 5);
    for (const source of sources) assert.ok(existsSync(join(ROOT, source)), source);
    const ignored = text('.dockerignore').split('\n').filter(Boolean);
    for (const source of sources)
      for (const folder of source.split('/')) assert.ok(!ignored.includes(folder), `${source} is ignored`);
  });

  it('every workspace of the lock file is in the stage that installs from it', () => {
    const folders = (JSON.parse(text('package.json')) as { workspaces: string[] }).workspaces.flatMap(
      (pattern) => globSync(`${pattern}/package.json`, { cwd: ROOT }).map(dirname),
    );
    const stage = text('deploy/Dockerfile').split(/^FROM .*/m)[2]!;
    for (const folder of folders)
      assert.ok(
        [`${folder}/`, `${dirname(folder)}/`, `${folder}/package.json`].some((part) =>
          stage.includes(`COPY ${part} `),
        ),
        folder,
      );
  });

  it('the compose file is one, and its files and networks exist', (t) => {
    const parse = yamlParser();
    if (!parse) return t.skip('no YAML parser is installed');
    const compose = parse(text('deploy/compose.yaml')) as {
      services: Record<string, { build?: { context: string; dockerfile: string }; volumes?: string[] }>;
      volumes: Record<string, unknown>;
    };
    const { build } = compose.services.server!;
    assert.ok(existsSync(join(ROOT, 'deploy', build!.context, build!.dockerfile)));
    for (const { volumes = [] } of Object.values(compose.services)) {
      for (const volume of volumes) {
        const source = volume.split(':')[0]!;
        if (!source.startsWith('.')) assert.ok(source in compose.volumes, source);
        // Made by npm run build:agent; everything else is in the repository.
        else if (normalize(join('deploy', source)) !== 'build/agent')
          assert.ok(existsSync(join(ROOT, 'deploy', source)), source);
      }
    }
    const proxy = /ipv4_address: (\S+)/.exec(text('deploy/compose.yaml'))![1];
    assert.ok(text('deploy/compose.yaml').includes(`RA_HTTP_TRUSTED_PROXIES: ${proxy}\n`));
  });

  it('the unit is one for systemd', (t) => {
    const unit = text('deploy/rettungsanker.service');
    const program = /^ExecStart=(\S+) (\S+) start$/m.exec(unit)!;
    assert.ok(existsSync(join(ROOT, program[2]!)));
    if (spawnSync(VERIFIER, ['--version']).status !== 0) return t.skip(`${VERIFIER} is missing`);
    const folder = mkdtempSync(join(tmpdir(), 'ra-unit-'));
    try {
      const path = join(folder, 'rettungsanker.service');
      // The program lies elsewhere here.
      writeFileSync(path, unit.replace(program[1]!, process.execPath));
      const { stdout, stderr } = spawnSync(VERIFIER, ['verify', path], { encoding: 'utf8' });
      const problems = `${stdout}${stderr}`
        .split('\n')
        .filter((line) => line.includes('rettungsanker.service'));
      assert.deepEqual(problems, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the health check tells a healthy server from another one and from none', async () => {
    let status = 200;
    const server = createServer((request, response) =>
      response.writeHead(request.url === '/healthz' ? status : 404).end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    assert.equal(await healthcheck(port), 0);
    status = 503;
    assert.equal(await healthcheck(port), 1);
    server.close();
    await once(server, 'close');
    assert.equal(await healthcheck(port), 1);
  });
});

describe('documentation', () => {
  for (const path of DOCUMENTS) {
    it(`${path} links to what exists`, () => {
      const broken = [...text(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
        .map((match) => match[1]!)
        .filter((link) => !linkHolds(path, link));
      assert.deepEqual(broken, []);
    });

    it(`${path} names only flags that exist`, () => {
      const flags = [...text(path).matchAll(/rettungsanker(?:\.mjs)? start ([^\n`]*)/g)].flatMap((match) =>
        [...match[1]!.matchAll(/--([a-z-]+)/g)].map((flag) => flag[1]!),
      );
      const existing = new Set(['config', ...Object.keys(SETTINGS).map(flagName)]);
      assert.deepEqual(
        flags.filter((flag) => !existing.has(flag)),
        [],
      );
    });
  }

  it('both languages have the same chapters', () => {
    const pairs = [
      ['docs/en/operation.md', 'docs/de/betrieb.md'],
      ['docs/en/use.md', 'docs/de/bedienung.md'],
      ['docs/en/agent.md', 'docs/de/agent.md'],
    ] as const;
    const shape = (path: string) => text(path).match(/^(#+) |^```\w*$/gm);
    for (const [english, german] of pairs) assert.deepEqual(shape(english), shape(german), german);
  });
});

/** Codes of errors are written like variables, for example in `RA_CONFIG_INVALID: ...`. */
function isErrorCode(name: string): boolean {
  return text('apps/server/src/platform/errors.ts').includes(`  ${name}: entry(`);
}

function linkHolds(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(ROOT, target))) return GENERATED.has(target);
  return anchor === undefined || anchors(target).has(decodeURIComponent(anchor));
}

/** As GitHub makes them of headings. */
const anchors = (path: string): Set<string> =>
  new Set(
    [...text(path).matchAll(/^#+ (.+)$/gm)].map((match) =>
      match[1]!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const assignments = (matches: Iterable<RegExpMatchArray>): Record<string, string> =>
  Object.fromEntries([...matches].map((match) => [match[1]!, match[2]!]));
const imageEnvironment = () => assignments(text('deploy/Dockerfile').matchAll(/^(?:ENV)? +(RA_\w+)=(\S+)/gm));
const unitEnvironment = () =>
  assignments(text('deploy/rettungsanker.service').matchAll(/^Environment=(RA_\w+)=(\S+)$/gm));
/** Keeps a rettungsanker.toml in the current folder out. */
const emptyFile = (): string => '/dev/null';

function yamlParser(): ((text: string) => unknown) | undefined {
  try {
    return (createRequire(import.meta.url)('yaml') as { parse(text: string): unknown }).parse;
  } catch {
    return undefined;
  }
}

async function healthcheck(port: string): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, 'deploy', 'healthcheck.mjs')], {
    env: { ...process.env, RA_HTTP_PORT: port, RA_HTTP_TLS: 'off' },
  });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
}
