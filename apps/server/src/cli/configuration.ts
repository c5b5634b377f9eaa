import { parseArgs } from 'node:util';
import { loadConfig } from '../platform/config/load.ts';
import { type Config, flagName, SETTINGS } from '../platform/config/settings.ts';

type ExtraFlags = Record<string, { type: 'string' | 'boolean' }>;

/** The configuration from flags, environment and file; every command that touches data takes the same flags. */
export function commandConfig<E extends ExtraFlags>(
  words: string[],
  extra: E,
): { config: Config; extra: Record<keyof E, string | boolean | undefined>; positionals: string[] } {
  const settings = Object.fromEntries(
    Object.keys(SETTINGS).map((key) => [flagName(key), { type: 'string' as const }]),
  );
  const { values, positionals } = parseArgs({
    args: words,
    options: { ...settings, config: { type: 'string' }, ...extra },
    allowPositionals: true,
    strict: true,
  });
  const { config: file, ...rest } = values as Record<string, string | boolean | undefined>;
  const flags = Object.fromEntries(Object.entries(rest).filter(([key]) => key in settings)) as Record<
    string,
    string | undefined
  >;
  const config = loadConfig({
    flags,
    environment: process.env,
    ...(typeof file === 'string' ? { file } : {}),
  });
  return { config, extra: rest as Record<keyof E, string | boolean | undefined>, positionals };
}
