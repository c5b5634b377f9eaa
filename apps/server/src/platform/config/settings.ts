import { z } from 'zod';

/**
 * Every setting of the program, once: the key in the file, its schema, what it means. The environment variable is
 * RA_ and the key in capitals (http.port: RA_HTTP_PORT), the flag is the key with dashes (--http-port). A secret may
 * be given as a file: RA_DATABASE_URL_FILE. docs/…/configuration.md is made from this table.
 */
export interface Setting<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly default: T;
  readonly help: string;
  readonly example: string;
  readonly secret?: true;
}

const setting = <T>(schema: z.ZodType<T>, fallback: T, help: string, example: string): Setting<T> => ({
  schema,
  default: fallback,
  help,
  example,
});
const secret = <T>(schema: z.ZodType<T>, fallback: T, help: string, example: string): Setting<T> => ({
  schema,
  default: fallback,
  help,
  example,
  secret: true,
});

const integer = (min: number, max: number) =>
  z.coerce.number({ error: 'a whole number is expected' }).int().min(min).max(max);
const flag = z.preprocess(
  (v) => (typeof v === 'string' ? { true: true, false: false, '1': true, '0': false }[v] : v),
  z.boolean({ error: 'true or false is expected' }),
);
const list = <T extends string>(item: z.ZodType<T>) =>
  z.preprocess(
    (v) =>
      typeof v === 'string'
        ? v
            .split(',')
            .map((s) => s.trim())
            .filter(Boolean)
        : v,
    z.array(item).max(64),
  );

/** Name and value pairs: a table in the file, `a = 1; b = 2` in the environment. */
const pairs = z.preprocess(
  (v) =>
    typeof v === 'string'
      ? Object.fromEntries(
          v
            .split(';')
            .filter((part) => part.trim() !== '')
            .map((part) => {
              const [name = '', ...value] = part.split('=');
              return [name.trim(), value.join('=').trim()];
            }),
        )
      : v,
  z.record(
    z.string().max(100),
    z
      .union([z.string().min(1, 'a name and a value are expected').max(1000), z.number(), z.boolean()])
      .transform(String),
  ),
);

export const ROLE_NAMES = ['api', 'ingest', 'worker', 'probe'] as const;

export const SETTINGS = {
  'data.dir': setting(
    z.string().min(1),
    './data',
    'Folder for the database, keys and agent state; made with access for its owner only.',
    '/var/lib/rettungsanker',
  ),
  'http.host': setting(
    z.string().min(1),
    '127.0.0.1',
    'Address to listen on. Anything but loopback needs TLS, here or at a reverse proxy.',
    '0.0.0.0',
  ),
  'http.port': setting(integer(0, 65535), 8484, 'Port to listen on (0: any free one).', '8484'),
  'http.public-url': setting(
    z.url({ protocol: /^https?$/ }).or(z.literal('')),
    '',
    'Address under which browsers and agents reach this server. Default: made from host and port.',
    'https://anker.example.de',
  ),
  'http.tls': setting(
    z.enum(['off', 'self-signed', 'files']),
    'off',
    'TLS of the built-in server; self-signed certificates are pinned by agents at enrolment.',
    'files',
  ),
  'http.tls-cert': setting(
    z.string(),
    '',
    'Certificate chain (PEM) for http.tls = files.',
    '/etc/ssl/anker.pem',
  ),
  'http.tls-key': setting(
    z.string(),
    '',
    'Private key (PEM) for http.tls = files.',
    '/etc/ssl/private/anker.key',
  ),
  'http.trusted-proxies': setting(
    list(z.string()),
    [] as string[],
    'Addresses of reverse proxies whose X-Forwarded-… headers are believed.',
    '127.0.0.1,10.0.0.2',
  ),
  'database.url': secret(
    z.string().regex(/^(postgres(ql)?:\/\/.+)?$/, 'an address like postgres://… is expected'),
    '',
    'PostgreSQL 15 or newer, as the owner of the database. Empty: the embedded server is used.',
    'postgres://owner:secret@db.example.de/rettungsanker',
  ),
  'database.app-url': secret(
    z.string().regex(/^(postgres(ql)?:\/\/.+)?$/, 'an address like postgres://… is expected'),
    '',
    'The same database as the restricted role that the program works as. Empty: that role is made (needs CREATEROLE).',
    'postgres://app:secret@db.example.de/rettungsanker',
  ),
  'database.pool': setting(integer(2, 100), 12, 'Connections of the application role.', '12'),
  'database.settings': setting(
    pairs,
    {} as Record<string, string>,
    'Settings of the embedded PostgreSQL, in its own words; in the file as a table [database.settings].',
    'work_mem = 32MB; max_wal_size = 1GB',
  ),
  roles: setting(
    list(z.enum(ROLE_NAMES)),
    [...ROLE_NAMES] as (typeof ROLE_NAMES)[number][],
    'What this process does.',
    'api,ingest',
  ),
  'agent.local': setting(flag, true, 'Watch this machine with a local agent.', 'false'),
  'log.level': setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    'info',
    'Least important messages to log.',
    'debug',
  ),
  'log.format': setting(
    z.enum(['auto', 'text', 'json']),
    'auto',
    'Text for people, JSON for collectors; auto: text on a terminal.',
    'json',
  ),
  'metrics.token': secret(
    z.string().regex(/^(.{20,200})?$/, 'at least 20 characters are expected'),
    '',
    'Bearer token for GET /metrics. Empty: only programs on this machine may read it.',
    'q7Vb2mXr9TtE4nKpLw3s',
  ),
  'retention.sample-days': setting(integer(1, 3650), 30, 'Days for which samples are kept.', '90'),
  'retention.rollup-days': setting(
    integer(1, 3650),
    400,
    'Days for which minimum, maximum, average and last value of every hour are kept.',
    '800',
  ),
  'series.url': setting(
    z.url({ protocol: /^https?$/ }).or(z.literal('')),
    '',
    'Prometheus-compatible server that keeps the series instead of the database (remote write in, PromQL out). Empty: the database.',
    'http://victoria.example.de:8428',
  ),
  'series.token': secret(
    z.string().max(4096),
    '',
    'Bearer token for series.url. Empty: none is sent.',
    'q7Vb2mXr9TtE4nKpLw3s',
  ),
  'retention.event-days': setting(
    integer(1, 3650),
    90,
    'Days for which events and sent notifications are kept.',
    '365',
  ),
  'ingest.host': setting(
    z.string().min(1),
    '127.0.0.1',
    'Address for the ports of Zabbix and Graphite. Both protocols are in the clear: only networks that you trust.',
    '10.0.0.5',
  ),
  'ingest.zabbix-port': setting(
    integer(0, 65535),
    0,
    'Port for zabbix_sender and active Zabbix agents (usually 10051). 0: closed.',
    '10051',
  ),
  'ingest.graphite-port': setting(
    integer(0, 65535),
    0,
    'Port for metrics in Graphite plaintext (usually 2003). 0: closed.',
    '2003',
  ),
  'mail.host': setting(
    z.string().min(1),
    '127.0.0.1',
    'Address for the SMTP door. It speaks without TLS: for a mail server in front of it, on this machine or a network that you trust.',
    '10.0.0.5',
  ),
  'mail.port': setting(
    integer(0, 65535),
    0,
    'Port on which mail for the mailboxes of kind "received directly" is taken in. 0: closed.',
    '2525',
  ),
  'mail.protocol': setting(
    z.enum(['smtp', 'lmtp']),
    'smtp' as 'smtp' | 'lmtp',
    'What the mail server in front speaks to the door.',
    'lmtp',
  ),
  'disk.reserve-mb': setting(
    integer(0, 1_000_000),
    256,
    'Below this much free space in the data folder new data is refused, so that what is stored stays safe.',
    '1024',
  ),
  'console.dir': setting(
    z.string(),
    '',
    'Folder of the built console. Empty: apps/web/dist, built when needed.',
    '/usr/share/rettungsanker/console',
  ),
  'agent.builds-dir': setting(
    z.string(),
    '',
    'Folder of agent executables offered for download. Empty: build/agent.',
    '/usr/share/rettungsanker/agent',
  ),
} as const satisfies Record<string, Setting<never> | Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
export type Config = { readonly [K in SettingKey]: z.output<(typeof SETTINGS)[K]['schema']> };

export const environmentName = (key: string): string => `RA_${key.toUpperCase().replaceAll(/[.-]/g, '_')}`;
export const flagName = (key: string): string => key.replaceAll('.', '-');
