import { SECRET_FIELDS } from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';

/** Stands where a secret is, in everything that is shown; sent back it means "as it was". */
export const SECRET_MASK = '••••••••';
/** Begins what is stored in place of a secret. */
const SEALED = 'sealed:';

type Config = Record<string, unknown>;

const place = (ctx: Context, checkId: string) => ({
  clientId: ctx.clientId,
  table: 'check',
  column: 'config',
  rowId: checkId,
});

/** Settings of a check as they are stored: passwords, communities and keys are sealed, at any depth. */
export function sealSecrets(ctx: Context, checkId: string, config: Config): Promise<Config> {
  return replaceSecrets(config, async (secret) =>
    secret.startsWith(SEALED)
      ? secret
      : SEALED + (await ctx.secrets.seal(ctx.tx, place(ctx, checkId), secret)).toString('base64'),
  );
}

/** The settings with their secrets, for whoever executes the check. */
export function openSecrets(ctx: Context, checkId: string, config: Config): Promise<Config> {
  return replaceSecrets(config, async (secret) => {
    if (!secret.startsWith(SEALED)) return secret;
    const blob = Buffer.from(secret.slice(SEALED.length), 'base64');
    return (await ctx.secrets.open(ctx.tx, place(ctx, checkId), blob)).toString('utf8');
  });
}

export function holdsSecrets(config: Config): boolean {
  let found = false;
  mapSecrets(config, (secret) => {
    found = true;
    return secret;
  });
  return found;
}

/** Paths of the secrets that are to stay as they were, e.g. `access.auth.secret`. */
export function keptSecrets(config: Config): string[] {
  const kept: string[] = [];
  mapSecrets(config, (secret, path) => {
    if (secret === SECRET_MASK) kept.push(path.join('.'));
    return secret;
  });
  return kept;
}

/** The settings for people and for the audit. */
export function maskSecrets(config: Config): Config {
  return mapSecrets(config, () => SECRET_MASK);
}

/** New settings in which a mask stands for the secret that was there before. */
export async function restoreSecrets(
  ctx: Context,
  checkId: string,
  config: Config,
  before: Config,
): Promise<Config> {
  const opened = await openSecrets(ctx, checkId, before);
  return mapSecrets(config, (secret, path) => {
    const old = secret === SECRET_MASK ? at(opened, path) : undefined;
    return typeof old === 'string' ? old : secret;
  });
}

async function replaceSecrets(config: Config, replace: (secret: string) => Promise<string>): Promise<Config> {
  const secrets: string[] = [];
  mapSecrets(config, (secret) => {
    secrets.push(secret);
    return secret;
  });
  if (secrets.length === 0) return config;
  // One after the other: they share the connection of the transaction.
  const replaced: string[] = [];
  for (const secret of secrets) replaced.push(await replace(secret));
  return mapSecrets(config, () => replaced.shift()!);
}

function mapSecrets(config: Config, map: (secret: string, path: readonly string[]) => string): Config {
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((each, index) => walk(each, [...path, String(index)]));
    if (typeof value === 'string' && SECRET_FIELDS.has(path.at(-1) ?? '')) return map(value, path);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, [...path, key])]));
  };
  return walk(config, []) as Config;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Config)[key] : undefined),
    value,
  );
}
