import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

/** Where Debian puts the daemon; undefined when it is not installed. */
export const SNMPD = ['/usr/sbin/snmpd', '/usr/local/sbin/snmpd'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** A free UDP port of loopback. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}

/**
 * A real net-snmp daemon on loopback until the test ends: community `secret-ro`, and the user `watcher` of version
 * 3 with SHA-256 `watcher-auth-key` and AES `watcher-priv-key`.
 *
 * @param more lines of snmpd.conf
 */
export async function startSnmpd(
  t: TestContext,
  more: readonly string[] = [],
  at?: number,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'ra-snmpd-'));
  const port = at ?? (await freeUdpPort());
  const lines = [
    'rocommunity secret-ro',
    'createUser watcher SHA-256 watcher-auth-key AES watcher-priv-key',
    'rouser watcher authPriv',
    'sysName test-device',
    'sysServices 72',
    ...more,
  ];
  writeFileSync(join(folder, 'snmpd.conf'), `${lines.join('\n')}\n`);
  const child = spawn(
    SNMPD!,
    [
      '-f',
      '-Lo',
      '-C',
      '-c',
      join(folder, 'snmpd.conf'),
      `--persistentDir=${folder}`,
      '-I',
      '-smux',
      `udp:127.0.0.1:${port}`,
    ],
    { stdio: 'ignore', env: { ...process.env, SNMP_PERSISTENT_DIR: folder, MIBS: '' } },
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  t.after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await answers(port, ended);
  return { port, stop };
}

async function answers(port: number, ended: Promise<void>): Promise<void> {
  const snmp = createRequire(import.meta.url)('net-snmp') as typeof import('net-snmp');
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  for (let attempt = 0; attempt < 100 && !gone; attempt++) {
    const session = snmp.createSession('127.0.0.1', 'secret-ro', {
      port,
      retries: 0,
      timeout: 100,
      version: snmp.Version2c,
    });
    const error = await new Promise((resolve) => session.get(['1.3.6.1.2.1.1.5.0'], resolve));
    session.close();
    if (error === null) return;
    await pause(20);
  }
  throw new Error('snmpd did not start');
}
