import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { loadConfig } from '../../../platform/config/load.ts';
import { loadTls } from '../../../platform/tls.ts';

const PROGRAM = '/usr/sbin/dovecot';
export const MAILBOX_PASSWORD = 'geheim';

/** Why the tests with a real mail server cannot run here; undefined when they can. */
export const noDovecot: string | undefined = !existsSync(PROGRAM)
  ? 'dovecot-imapd is not installed'
  : process.getuid?.() !== 0
    ? 'dovecot can only be started by root here'
    : undefined;

/** A real IMAP server with LMTP on loopback; every user has the same password. */
export class Dovecot {
  readonly #folder: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly ca: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string, imapPort: number, lmtpPort: number, ca: string) {
    this.#folder = folder;
    this.imapPort = imapPort;
    this.lmtpPort = lmtpPort;
    this.ca = ca;
  }

  static async start(): Promise<Dovecot> {
    const folder = await mkdtemp(join(tmpdir(), 'rettungsanker-dovecot-'));
    await chmod(folder, 0o755);
    const flags = { 'data-dir': folder, 'http-tls': 'self-signed' };
    const { cert, key } = (await loadTls(loadConfig({ flags, environment: {} })))!;
    await writeFile(join(folder, 'cert.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    const [uid, gid] = ids();
    await mkdir(join(folder, 'mail'));
    await chown(join(folder, 'mail'), uid, gid);
    const server = new Dovecot(folder, await freePort(), await freePort(), cert);
    await writeFile(
      join(folder, 'dovecot.conf'),
      `base_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
mail_fsync = never
mail_max_userip_connections = 100
passdb {
  driver = static
  args = password=${MAILBOX_PASSWORD}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u allow_all_users=yes
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${server.imapPort}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${server.lmtpPort}
  }
}
`,
    );
    await server.run();
    return server;
  }

  async run(): Promise<void> {
    this.#process = spawn(PROGRAM, ['-F', '-c', join(this.#folder, 'dovecot.conf')], { stdio: 'inherit' });
    for (let tries = 0; !(await answers(this.imapPort)) || !(await answers(this.lmtpPort)); tries++) {
      if (tries > 300) throw new Error(await readFile(join(this.#folder, 'dovecot.log'), 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The mailbox as the program is told of it. */
  account(user: string): Record<string, unknown> {
    return {
      kind: 'imap',
      address: user,
      host: 'localhost',
      port: this.imapPort,
      security: 'tls',
      userName: user,
      password: MAILBOX_PASSWORD,
      ca: this.ca,
      allowPrivate: true,
    };
  }

  /** A connection of a person who reads the mailbox. */
  async reader(user: string): Promise<ImapFlow> {
    const imap = new ImapFlow({
      host: 'localhost',
      port: this.imapPort,
      secure: true,
      auth: { user, pass: MAILBOX_PASSWORD },
      tls: { ca: this.ca },
      logger: false,
    });
    imap.on('error', () => {});
    await imap.connect();
    return imap;
  }

  async append(user: string, ...mails: (string | Buffer)[]): Promise<void> {
    const imap = await this.reader(user);
    for (const mail of mails) await imap.append('INBOX', mail);
    await imap.logout();
  }

  /** Many at once, faster than they can be handed over: straight into the mailbox's folder. */
  async flood(user: string, mails: readonly string[]): Promise<void> {
    const folder = join(this.#folder, 'mail', user);
    const [uid, gid] = ids();
    for (const part of ['', 'cur', 'new', 'tmp']) {
      await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
      await chown(join(folder, part), uid, gid);
    }
    for (const [index, mail] of mails.entries()) {
      const file = join(folder, 'new', `1700000000.M${String(index).padStart(8, '0')}P1.flood`);
      await writeFile(file, mail);
      await chown(file, uid, gid);
    }
  }

  /** Flags by number in the mailbox. */
  async flags(user: string, folder = 'INBOX'): Promise<string[][]> {
    const imap = await this.reader(user);
    const opened = await imap.mailboxOpen(folder);
    const found = opened.exists > 0 ? await imap.fetchAll('1:*', { flags: true }) : [];
    await imap.logout();
    return found.map(({ flags }) => [...(flags ?? [])]);
  }

  async halt(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  async stop(): Promise<void> {
    await this.halt();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Of the account that owns the mails. */
function ids(): [uid: number, gid: number] {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'mail']).toString()));
  return [uid!, gid!];
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
