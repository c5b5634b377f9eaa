import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AssignedCheck, Inventory } from '@rettungsanker/protocol';
import { TestServer } from '../testing/server.ts';
import { noMachineBecause, onSystemd, REPOSITORY } from '../testing/systemd-machine.ts';

const AGENT = `${process.execPath} ${join(REPOSITORY, 'apps/agent/src/main.ts')}`;
/** A session of root on the terminal pts/7, as login(1) writes it (utmp(5)). */
const UTMP = `const r = Buffer.alloc(process.arch === 'arm64' ? 400 : 384); r.writeInt16LE(7, 0); r.writeInt32LE(1, 4); r.write('pts/7', 8); r.write('root', 44);
  require('fs').writeFileSync('/run/utmp', r)`;

/** Both units as an administrator gets them, under the real systemd, with everything that it forbids. */
describe('under systemd', { skip: (await noMachineBecause()) ?? false, timeout: 120_000 }, () => {
  const server = new TestServer();
  before(() => server.start());
  after(() => server.stop());
  const facts = (): Inventory =>
    Object.assign({}, ...server.batches.map(({ inventory }) => inventory?.facts ?? {})) as Inventory;
  const outcomes = () => server.batches.flatMap(({ results }) => results ?? []).map(({ outcome }) => outcome);
  const metrics = () =>
    new Set(
      server.batches.flatMap(({ measurements }) =>
        (measurements ?? []).flatMap(({ samples }) => samples.map(([name]) => name)),
      ),
    );

  test('the agent installs itself, sees its host through all that is forbidden to it, and is gone after uninstall', async () => {
    const check: AssignedCheck = {
      id: '019a0000-0000-7000-8000-000000000001',
      intervalMs: 1000,
      check: { kind: 'tcp', host: '127.0.0.1', port: server.port, timeoutMs: 2000 },
    };
    server.config = { ...server.config, networks: ['127.0.0.0/8'], checks: [check] };
    const output = await onSystemd(
      `systemctl start dbus.socket dbus.service
      ${process.execPath} -e "${UTMP}"
      ${AGENT} install --code ${server.code()}; echo "install: $?"
      wait_for_outside
      ${AGENT} status --data /var/lib/rettungsanker-agent; echo "status: $?"
      systemctl show rettungsanker-agent -p ActiveState -p NRestarts
      ps -o user:32=,args= -p $(systemctl show rettungsanker-agent -p MainPID --value)
      ${AGENT} uninstall; echo "uninstall: $?"
      systemctl is-active rettungsanker-agent; ls -d /var/lib/rettungsanker-agent
      ${AGENT} uninstall --purge; echo "purge: $?"; ls -d /var/lib/rettungsanker-agent`,
      () =>
        server.until(
          () => facts().updates !== undefined && outcomes().length > 0 && metrics().has('cpu.used'),
          'inventory, samples and a check',
          40_000,
        ),
    );
    for (const step of ['install', 'status', 'uninstall', 'purge'])
      assert.match(output, new RegExp(`^${step}: 0$`, 'm'), output);
    assert.match(output, /^ActiveState=active$/m, output);
    assert.match(output, /^NRestarts=0$/m, output);
    assert.match(output, /^rettungsanker-agent +\S+node .*main\.ts run/m, output);
    assert.match(output, /^inactive$/m, output);
    assert.match(output, /^\/var\/lib\/rettungsanker-agent$/m, 'kept without --purge');
    assert.match(output, /cannot access '\/var\/lib\/rettungsanker-agent'/, 'removed with it');

    const { system, disks, interfaces, packages, ports, sessions, services } = facts();
    assert.ok(system?.cpu && disks?.length && interfaces?.length, JSON.stringify(facts().errors));
    assert.ok(ports?.some(({ port }) => port === server.port));
    assert.deepEqual(
      sessions?.map(({ user, terminal }) => [user, terminal]),
      [['root', 'pts/7']],
    );
    if (existsSync('/var/lib/dpkg/status')) assert.ok(packages!.length > 50);
    if (existsSync('/usr/bin/dbus-daemon'))
      assert.ok(services?.some(({ name, state }) => name === 'rettungsanker-agent' && state === 'running'));
    for (const metric of ['memory.used', 'disk.used', 'net.received', 'process.count', 'load.1'])
      assert.ok(metrics().has(metric), metric);
    assert.equal(outcomes()[0]?.status, 'ok', JSON.stringify(outcomes()[0]));
  });

  test('the unit of the server starts it with database and agent, ready, and stops it without leaving anything', async () => {
    const output = await onSystemd(`
      mkdir -p /opt /etc/rettungsanker /srv/console; ln -sn ${REPOSITORY.replace(/\/$/, '')} /opt/rettungsanker
      echo '<!doctype html>' > /srv/console/index.html
      useradd --system --user-group --home-dir /var/lib/rettungsanker --shell /usr/sbin/nologin rettungsanker
      printf '%s\\n' RA_HTTP_PORT=0 RA_CONSOLE_DIR=/srv/console RA_DISK_RESERVE_MB=0 > /etc/rettungsanker/server.env
      sed 's#^Type=exec#&\\nStandardOutput=file:/run/said\\nStandardError=file:/run/log#' \
        /opt/rettungsanker/deploy/rettungsanker.service > /etc/systemd/system/rettungsanker.service
      systemctl daemon-reload; systemctl start rettungsanker; echo "start: $?"
      for i in $(seq 300); do grep -qs 'setup#' /run/said && break; sleep 0.1; done
      ${process.execPath} -e "fetch('$(grep -o 'http://localhost:[0-9]*' /run/said)/readyz').then((r) => console.log('ready:', r.status))"
      ps -eo user:20=,args= | grep -c '^rettungsanker .*apps/agent/src/main.ts run'
      systemctl show rettungsanker -p ActiveState -p NRestarts
      systemctl stop rettungsanker; echo "stop: $?"
      systemctl show rettungsanker -p Result; pgrep -u rettungsanker -a || echo nobody
      cat /run/said /run/log`);
    for (const line of ['start: 0', 'ready: 200', '1', 'ActiveState=active', 'NRestarts=0'])
      assert.ok(output.split('\n').includes(line), `${line}\n${output}`);
    for (const line of ['stop: 0', 'Result=success', 'nobody'])
      assert.ok(output.split('\n').includes(line), `${line}\n${output}`);
  });
});
