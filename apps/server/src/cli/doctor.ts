import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config/settings.ts';
import { readMigrations } from '../platform/database/migrate.ts';
import type { OpenDatabase } from '../platform/database/open.ts';
import { SCHEMA } from '../platform/database/pool.ts';
import { createSecrets } from '../platform/secrets/secrets.ts';
import { openMailSettings } from '../platform/settings/mail.ts';
import { findProvider } from '../platform/settings/settings.ts';
import { createTenancy } from '../platform/tenancy/transactions.ts';
import { loadTls } from '../platform/tls.ts';
import { VERSION } from '../platform/version.ts';
import { commandConfig } from './configuration.ts';
import { openInstallation } from './installation.ts';

type Verdict = 'ok' | 'warn' | 'bad' | 'unknown';
interface Finding {
  what: string;
  verdict: Verdict;
  text: string;
  /** How to mend it. */
  mend?: string;
}

const DAY_MS = 86_400_000;
const OLDEST_POSTGRES = 150_000;

/** Looks at everything an installation stands on; 1 when something is broken. Unknown is said, never taken as fine. */
export async function doctor(words: string[]): Promise<number> {
  const { config } = commandConfig(words, {});
  const findings: Finding[] = [
    checkNode(),
    await checkFolder(config),
    await checkClock(),
    await checkTls(config),
    checkAddress(config),
  ];
  try {
    const { database, keys } = await openInstallation(config);
    try {
      findings.push(...(await checkDatabase(database)), await checkMail(database, keys.kek));
    } finally {
      await database.close();
    }
  } catch (error) {
    findings.push({
      what: 'database',
      verdict: 'bad',
      text: (error as Error).message,
      mend: 'See the log in the folder database/ of the data folder; docs/en/operation.md, "The database does not start".',
    });
  }
  const sign: Record<Verdict, string> = {
    ok: 'ok     ',
    warn: 'WARNING',
    bad: 'BROKEN ',
    unknown: 'unknown',
  };
  for (const { what, verdict, text, mend } of findings) {
    console.log(`${sign[verdict]} ${what}: ${text}`);
    if (mend && verdict !== 'ok') console.log(`        ${mend}`);
  }
  return findings.some((finding) => finding.verdict === 'bad') ? 1 : 0;
}

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    what: 'versions',
    verdict: major >= 24 ? 'ok' : 'bad',
    text: `Rettungsanker ${VERSION}, Node ${process.versions.node}`,
    mend: 'Start it with npm or npx, which use the Node that npm ci installs.',
  };
}

async function checkFolder(config: Config): Promise<Finding> {
  const folder = config['data.dir'];
  try {
    const { mode } = await stat(folder);
    await access(folder, constants.W_OK);
    const disk = await statfs(folder);
    const freeMb = Math.floor((disk.bavail * disk.bsize) / 1024 / 1024);
    const text = `${folder}, ${freeMb} MB free`;
    if (mode & 0o066)
      return {
        what: 'disk',
        verdict: 'bad',
        text: `${folder} can be read by others`,
        mend: `chmod go-rw ${folder}`,
      };
    if (freeMb < config['disk.reserve-mb'])
      return {
        what: 'disk',
        verdict: 'bad',
        text,
        mend: 'Free some space: new data is refused below disk.reserve-mb.',
      };
    return {
      what: 'disk',
      verdict: freeMb < 4 * config['disk.reserve-mb'] ? 'warn' : 'ok',
      text,
      mend: 'Free some space soon.',
    };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing
      ? {
          what: 'disk',
          verdict: 'warn',
          text: `${folder} does not exist yet`,
          mend: 'It is made at the first start.',
        }
      : {
          what: 'disk',
          verdict: 'bad',
          text: `${folder}: ${(error as Error).message}`,
          mend: 'Give the account that runs the server the right to write there.',
        };
  }
}

async function checkClock(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: 5000 },
    );
    const synchronised = stdout.trim() === 'yes';
    return {
      what: 'clock',
      verdict: synchronised ? 'ok' : 'warn',
      text: synchronised ? 'synchronised' : 'not synchronised',
      mend: 'timedatectl set-ntp true (reaction times and evidence need the right time).',
    };
  } catch {
    return {
      what: 'clock',
      verdict: 'unknown',
      text: 'timedatectl does not answer here',
      mend: 'Make sure that some time service (chrony, systemd-timesyncd, the hypervisor) keeps the clock.',
    };
  }
}

async function checkTls(config: Config): Promise<Finding> {
  if (config['http.tls'] === 'off') {
    const proxied = config['http.trusted-proxies'].length > 0;
    return {
      what: 'TLS',
      verdict: 'ok',
      text: proxied ? 'done by the reverse proxy' : 'off: only this machine can connect',
    };
  }
  const tls = await loadTls(config);
  const certificate = new X509Certificate(tls!.cert);
  const days = Math.floor((new Date(certificate.validTo).getTime() - Date.now()) / DAY_MS);
  const verdict: Verdict = days < 0 ? 'bad' : days < 21 ? 'warn' : 'ok';
  return {
    what: 'TLS',
    verdict,
    text: `certificate of ${certificate.subject.replaceAll('\n', ', ')} ${days < 0 ? 'has expired' : `is valid for ${days} days`}`,
    mend: 'Put a new certificate in place and restart.',
  };
}

/** Links in mails, passkeys and the command for new systems carry this address. */
function checkAddress(config: Config): Finding {
  const url = config['http.public-url'];
  if (url) {
    const plain = url.startsWith('http:') && !/^(localhost|127\.|\[::1\])/.test(new URL(url).host);
    return {
      what: 'address',
      verdict: plain ? 'bad' : 'ok',
      text: plain ? `${url} sends passwords in the clear, and agents refuse it` : url,
      mend: 'Serve it over https and set http.public-url to that address.',
    };
  }
  const beyond = config['http.trusted-proxies'].length > 0 || config['http.tls'] !== 'off';
  return {
    what: 'address',
    verdict: 'warn',
    text: `http.public-url is not set, so links and new systems are told ${beyond ? "this machine's own name" : 'http://localhost, which works on this machine only'}`,
    mend: 'Set http.public-url to the address that people type, for example https://anker.example.de.',
  };
}

async function checkDatabase(database: OpenDatabase): Promise<Finding[]> {
  const { rows } = await database.owner.query<{
    version: string;
    number: number;
    size: string;
    level: number;
    skew: number;
    super: boolean;
  }>(
    `
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number, pg_size_pretty(pg_database_size(current_database())) as size,
      (select max(number) from ${SCHEMA}.migration) as level, extract(epoch from clock_timestamp())::float8 * 1000 as skew,
      (select rolsuper or rolbypassrls from pg_roles where rolname = $1) as super`,
    [database.appAddress.user],
  );
  const row = rows[0]!;
  const newest = (await readMigrations()).at(-1)!.number;
  const skew = Math.abs(row.skew - Date.now());
  const findings: Finding[] = [
    {
      what: 'database',
      verdict: row.number >= OLDEST_POSTGRES ? 'ok' : 'bad',
      text: `PostgreSQL ${row.version}, ${row.size}`,
      mend: 'PostgreSQL 15 is the oldest that is supported.',
    },
    {
      what: 'schema',
      verdict: row.level === newest ? 'ok' : 'bad',
      text: `level ${row.level} of ${newest}`,
      mend: 'Start the server once; it brings the schema up to date.',
    },
    {
      what: 'isolation',
      verdict: row.super ? 'bad' : 'ok',
      text: row.super
        ? `the role ${database.appAddress.user} bypasses row-level security`
        : "the program's role is bound by row-level security",
      mend: `alter role ${database.appAddress.user} nosuperuser nobypassrls`,
    },
  ];
  if (skew > 2000)
    findings.push({
      what: 'database clock',
      verdict: 'warn',
      text: `${Math.round(skew / 1000)} s apart from this machine`,
      mend: 'Synchronise both clocks.',
    });
  return findings;
}

async function checkMail(database: OpenDatabase, kek: Buffer): Promise<Finding> {
  const provider = await findProvider(database.db);
  const tenancy = createTenancy({
    db: database.db,
    clock: systemClock,
    secrets: createSecrets(kek),
    log: pino({ level: 'silent' }),
  });
  const settings = provider ? await tenancy.asSystem(provider, (ctx) => openMailSettings(ctx)) : undefined;
  if (!settings)
    return {
      what: 'mail',
      verdict: 'warn',
      text: 'no mail server is set up, so nobody is told of alerts outside of the console',
      mend: 'Settings, Mail.',
    };
  const where = `${settings.host}:${settings.port}`;
  const reached = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: settings.host, port: settings.port, timeout: 5000 });
    const done = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket
      .once('connect', () => done())
      .once('timeout', () => done('no answer'))
      .once('error', (error) => done(error.message));
  });
  return reached === undefined
    ? { what: 'mail', verdict: 'ok', text: `${where} answers` }
    : {
        what: 'mail',
        verdict: 'bad',
        text: `${where}: ${reached}`,
        mend: 'Check host, port and firewall under Settings, Mail; the button there sends a test mail.',
      };
}
