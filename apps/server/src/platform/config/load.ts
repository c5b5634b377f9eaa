import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'smol-toml';
import { AppError } from '../errors.ts';
import {
  type Config,
  environmentName,
  flagName,
  SETTINGS,
  type Setting,
  type SettingKey,
} from './settings.ts';

export interface ConfigSources {
  /** Flags by name without dashes, as the command line parser gives them. */
  flags: Readonly<Record<string, string | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  /** Path of the TOML file; a named file must exist, the default one may be missing. */
  file?: string;
}

const KEYS = Object.keys(SETTINGS) as SettingKey[];

/**
 * Reads the configuration: flags before environment before file before defaults. All problems are reported at once,
 * each with its key, what is wrong and an example.
 * @throws AppError RA_CONFIG_INVALID
 */
export function loadConfig({ flags, environment, file }: ConfigSources): Config {
  const problems: string[] = [];
  const fromFile = readFile(file ?? environment.RA_CONFIG ?? undefined, problems);
  for (const key of fromFile.keys()) if (!(key in SETTINGS)) problems.push(unknown(key, 'file'));
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('RA_') || name === 'RA_CONFIG' || name.startsWith('RA_TEST_')) continue;
    if (
      !KEYS.some(
        (key) => name === environmentName(key) || (isSecret(key) && name === `${environmentName(key)}_FILE`),
      )
    )
      problems.push(unknown(name, 'environment'));
  }
  const config: Record<string, unknown> = {};
  for (const key of KEYS) {
    const definition: Setting = SETTINGS[key];
    const given = flags[flagName(key)] ?? fromEnvironment(key, environment, problems) ?? fromFile.get(key);
    if (given === undefined) {
      config[key] = definition.default;
      continue;
    }
    const parsed = definition.schema.safeParse(given);
    if (parsed.success) config[key] = parsed.data;
    else
      problems.push(
        `${key}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (example: ${definition.example})`,
      );
  }
  if (problems.length === 0) problems.push(...contradictions(config as Config));
  if (problems.length > 0)
    throw new AppError('RA_CONFIG_INVALID', `The configuration is not valid:\n- ${problems.join('\n- ')}`);
  return { ...config, 'data.dir': resolve(config['data.dir'] as string) } as Config;
}

function contradictions(config: Config): string[] {
  const problems: string[] = [];
  if (config['http.tls'] === 'files' && !(config['http.tls-cert'] && config['http.tls-key'])) {
    problems.push(
      `http.tls: "files" needs http.tls-cert and http.tls-key (example: ${SETTINGS['http.tls-cert'].example})`,
    );
  }
  const loopback = /^(127\.|::1$|localhost$)/.test(config['http.host']);
  if (!loopback && config['http.tls'] === 'off' && config['http.trusted-proxies'].length === 0) {
    problems.push(
      'http.host: listening beyond this machine without TLS would send passwords in the clear; set http.tls to self-signed or files, or name the reverse proxy in http.trusted-proxies (example: http.tls = "self-signed")',
    );
  }
  if (config['database.url'] && Object.keys(config['database.settings']).length > 0)
    problems.push(
      'database.settings: they are for the embedded database; a server of its own (database.url) has its own configuration (example: leave database.settings out)',
    );
  return problems;
}

const isSecret = (key: SettingKey): boolean => (SETTINGS[key] as Setting).secret === true;

function fromEnvironment(
  key: SettingKey,
  environment: ConfigSources['environment'],
  problems: string[],
): string | undefined {
  const name = environmentName(key);
  const path = isSecret(key) ? environment[`${name}_FILE`] : undefined;
  if (path === undefined) return environment[name];
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    problems.push(`${name}_FILE: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

function unknown(key: string, where: 'file' | 'environment'): string {
  const names: string[] = where === 'environment' ? KEYS.map(environmentName) : KEYS;
  const [near] = names.map((known) => ({ known, far: distance(known, key) })).sort((a, b) => a.far - b.far);
  const meant = near && near.far <= 3 ? `; did you mean ${near.known}?` : '';
  return `${key}: unknown key in the ${where}${meant} (example: ${where === 'environment' ? 'RA_HTTP_PORT=8484' : 'http.port = 8484'})`;
}

function readFile(path: string | undefined, problems: string[]): Map<string, unknown> {
  const name = path ?? 'rettungsanker.toml';
  const flat = new Map<string, unknown>();
  if (!existsSync(name)) {
    if (path) problems.push(`${path}: the file does not exist`);
    return flat;
  }
  try {
    flatten(parse(readFileSync(name, 'utf8')), '', flat);
  } catch (error) {
    problems.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
  }
  return flat;
}

function flatten(value: object, prefix: string, into: Map<string, unknown>): void {
  for (const [key, child] of Object.entries(value)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (child && typeof child === 'object' && !Array.isArray(child) && !(path in SETTINGS))
      flatten(child, path, into);
    else into.set(path, child);
  }
}

/** Levenshtein distance, for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
