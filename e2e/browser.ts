import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put Chromium; the headless shell starts fastest and is asked first. */
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
];

/** Fixed language and rendering, so that text, fonts and pictures are the same on every machine. */
const ARGUMENTS = [
  '--lang=en-US',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

const OWN_FONTS = 'own-fonts.conf';

interface Program {
  executable: string;
  env: Record<string, string>;
}

/**
 * Starts a headless Chromium for tests and pictures: the one of the system where there is one, else the one
 * inside `@sparticuz/chromium`, unpacked once into `node_modules/.cache`. The caller closes it.
 *
 * Give every context a `locale` and a `timezoneId`: the console formats by both.
 */
export async function launchBrowser(): Promise<Browser> {
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  const program = system === undefined ? await bundledProgram() : { executable: system, env: {} };
  // The sandbox needs user namespaces, which root in a container does not get.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: program.executable,
    args: asRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
    env: { ...definedEnvironment(), LANG: 'en_US.UTF-8', ...program.env },
  });
}

async function bundledProgram(): Promise<Program> {
  const require = createRequire(import.meta.url);
  const packageFolder = join(dirname(require.resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cache = join(packageFolder, '..', '..', '.cache', 'rettungsanker');
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) await unpack(join(packageFolder, 'bin'), cache, folder);
  const executable = join(folder, 'chromium');
  return { executable, env: bundledEnvironment(folder, executable) };
}

/** Unpacks beside the final folder and renames at the end: parallel test processes never see half a browser. */
async function unpack(archives: string, cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  const inflate = async (name: string) => promisify(brotliDecompress)(await readFile(join(archives, name)));
  await writeFile(join(draft, 'chromium'), await inflate('chromium.br'), { mode: 0o755 });
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) await untar(await inflate(archive), draft);
  const fonts = join(folder, 'fonts');
  await writeFile(
    join(draft, OWN_FONTS),
    `<fontconfig><dir>${fonts}</dir><cachedir>${fonts}/.cache</cachedir></fontconfig>`,
  );
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Reads the plain files of a ustar archive (POSIX pax, 512-byte blocks); folders follow from the paths. */
async function untar(archive: Buffer, target: string): Promise<void> {
  let offset = 0;
  while (offset + 512 <= archive.length && archive[offset] !== 0) {
    const field = (from: number, length: number) =>
      archive.toString('latin1', offset + from, offset + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const type = field(156, 1);
    const path = join(target, field(0, 100));
    if ((type === '0' || type === '') && path.startsWith(target)) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, archive.subarray(offset + 512, offset + 512 + size));
    }
    offset += 512 + Math.ceil(size / 512) * 512;
  }
}

/**
 * The bundled Chromium links against NSS and reads fontconfig, which servers often lack; it brings both, and they
 * are used only where the system has none. The configuration it ships points to folders of a cloud function.
 */
function bundledEnvironment(folder: string, executable: string): Record<string, string> {
  const env: Record<string, string> = {};
  const linked = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (linked.status !== 0 || linked.stdout.includes('not found')) {
    const inherited = process.env.LD_LIBRARY_PATH;
    env.LD_LIBRARY_PATH = [join(folder, 'lib'), ...(inherited ? [inherited] : [])].join(':');
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = join(folder, OWN_FONTS);
  return env;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
