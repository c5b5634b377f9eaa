import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** After that long without a question the registry is let go: it takes some 20 MB. */
const KEEP_MS = 60_000;

type Registry = Readonly<Record<string, string>>;
let loaded: Promise<Registry> | undefined;
let timer: NodeJS.Timeout | undefined;

/** The IEEE's registry of hardware addresses (MA-L, MA-M, MA-S), by prefixes of 6, 7 and 9 digits. */
function registry(): Promise<Registry> {
  loaded ??= readFile(fileURLToPath(import.meta.resolve('oui-data')), 'utf8').then(
    (text) => JSON.parse(text) as Registry,
  );
  clearTimeout(timer);
  timer = setTimeout(() => {
    loaded = undefined;
  }, KEEP_MS).unref();
  return loaded;
}

/** Who made the hardware with these addresses (lower case, with colons); those that nobody registered are missing. */
export async function makersOf(macs: Iterable<string>): Promise<Map<string, string>> {
  const registered = [...macs].filter(isRegistered);
  if (registered.length === 0) return new Map();
  const all = await registry();
  const found = new Map<string, string>();
  for (const mac of registered) {
    const digits = mac.replaceAll(':', '').toUpperCase();
    const entry = all[digits.slice(0, 9)] ?? all[digits.slice(0, 7)] ?? all[digits.slice(0, 6)];
    const maker = entry?.split('\n')[0]?.replace(/[\s,]+$/, '');
    if (maker && !/^(private|ieee registration authority)$/i.test(maker)) found.set(mac, maker.slice(0, 255));
  }
  return found;
}

/** Not made up by software (IEEE 802, "locally administered"), and of one device, not of a group. */
const isRegistered = (mac: string): boolean => (Number.parseInt(mac.slice(1, 2), 16) & 0b11) === 0;
