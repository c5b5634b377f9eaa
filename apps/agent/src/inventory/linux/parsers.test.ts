import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventorySections } from '@rettungsanker/protocol';
import { purl } from '../purl.ts';
import { parseOsRelease } from './os-release.ts';
import { parseApk, parseDpkg, parseRpm } from './packages.ts';
import { parseSockets } from './ports.ts';
import { parseSystemd } from './services.ts';
import { parseLoginctl, parseUtmp } from './sessions.ts';
import { bootTime, parseCpuInfo } from './system.ts';
import { parseApkVersions, parseAptSimulation, parseDnf } from './updates.ts';

test('package URLs: what ECMA-427 wants encoded is encoded, qualifiers are sorted', () => {
  assert.equal(
    purl('deb', 'debian', 'libstdc++6', '1:12.2.0-14+deb12u1~x', { arch: 'amd64' }),
    'pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1~x?arch=amd64',
  );
  assert.equal(
    purl('rpm', 'fedora', 'a', '1', { epoch: '2', arch: 'x' }),
    'pkg:rpm/fedora/a@1?arch=x&epoch=2',
  );
  assert.equal(purl('generic', '', 'A b@c', '1 (x)'), 'pkg:generic/A%20b%40c@1%20%28x%29');
});

test('dpkg: installed and held packages, with their source; not those whose files are gone', () => {
  const status = `Package: openssl
Status: install ok installed
Architecture: amd64
Version: 3.0.17-1~deb12u2
Description: toolkit
 Package: trap

Package: libc6
Status: hold ok installed
Architecture: amd64
Source: glibc (2.36-9)
Version: 2.36-9+deb12u10

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
`;
  const packages = parseDpkg(status, 'debian');
  assert.deepEqual(packages, [
    {
      purl: 'pkg:deb/debian/openssl@3.0.17-1~deb12u2?arch=amd64',
      name: 'openssl',
      version: '3.0.17-1~deb12u2',
    },
    {
      purl: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u10?arch=amd64',
      name: 'libc6',
      version: '2.36-9+deb12u10',
      source: 'glibc',
    },
  ]);
  assert.ok(inventorySections.packages.safeParse(packages).success);
});

test('rpm: epoch, source package, no keys', () => {
  const text =
    'bash\t0\t5.1.8-9.el9\tx86_64\tbash-5.1.8-9.el9.src.rpm\n' +
    'bind-libs\t32\t9.16.23-18.el9\tx86_64\tbind-9.16.23-18.el9.src.rpm\n' +
    'gpg-pubkey\t0\t1-2\t(none)\t(none)\n';
  assert.deepEqual(parseRpm(text, 'rocky'), [
    { purl: 'pkg:rpm/rocky/bash@5.1.8-9.el9?arch=x86_64', name: 'bash', version: '5.1.8-9.el9' },
    {
      purl: 'pkg:rpm/rocky/bind-libs@9.16.23-18.el9?arch=x86_64&epoch=32',
      name: 'bind-libs',
      version: '32:9.16.23-18.el9',
      source: 'bind',
    },
  ]);
});

test('apk: installed packages and pending updates', () => {
  assert.deepEqual(
    parseApk(
      'P:musl\nV:1.2.5-r0\nA:x86_64\no:musl\n\nP:ssl_client\nV:1.36.1-r5\nA:x86_64\no:busybox\n',
      'alpine',
    ),
    [
      { purl: 'pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64', name: 'musl', version: '1.2.5-r0' },
      {
        purl: 'pkg:apk/alpine/ssl_client@1.36.1-r5?arch=x86_64',
        name: 'ssl_client',
        version: '1.36.1-r5',
        source: 'busybox',
      },
    ],
  );
  assert.deepEqual(
    parseApkVersions('Installed:      Available:\nbusybox-1.36.1-r5      < 1.36.1-r7\nlib-x-2-r0 < 3-r1\n'),
    [
      { name: 'busybox', current: '1.36.1-r5', available: '1.36.1-r7', security: false },
      { name: 'lib-x', current: '2-r0', available: '3-r1', security: false },
    ],
  );
});

test('apt: what would be installed, from where, and whether it mends a hole', () => {
  const text = `Reading package lists...
Inst bash [5.2.15-2+b7] (5.2.15-2+b8 Debian:12.9/stable [amd64])
Inst openssl [3.0.15-1] (3.0.16-1~deb12u1 Debian:12.9/stable, Debian-Security:12/stable-security [amd64]) []
Inst linux-image-6.1.0-30 (6.1.124-1 Debian-Security:12/stable-security [amd64])
Remv old [1]
Conf bash (5.2.15-2+b8 Debian:12.9/stable [amd64])
`;
  assert.deepEqual(parseAptSimulation(text), [
    {
      name: 'bash',
      current: '5.2.15-2+b7',
      available: '5.2.15-2+b8',
      security: false,
      origin: 'Debian:12.9/stable',
    },
    {
      name: 'openssl',
      current: '3.0.15-1',
      available: '3.0.16-1~deb12u1',
      security: true,
      origin: 'Debian:12.9/stable, Debian-Security:12/stable-security',
    },
    {
      name: 'linux-image-6.1.0-30',
      available: '6.1.124-1',
      security: true,
      origin: 'Debian-Security:12/stable-security',
    },
  ]);
});

test('dnf: updates with advisories, without the list of obsoleted packages', () => {
  const updates = `
openssl-libs.x86_64      1:3.0.7-28.el9_4      baseos
vim-minimal.x86_64       2:8.2.2637-21.el9     baseos
Obsoleting Packages
foo.x86_64               1                     baseos
`;
  const advisories = 'RHSA-2026:1 Important/Sec. openssl-libs-3.0.7-28.el9_4.x86_64\n';
  assert.deepEqual(
    parseDnf(updates, advisories).map(({ name, security }) => [name, security]),
    [
      ['openssl-libs', true],
      ['vim-minimal', false],
    ],
  );
});

test('systemd: running, failed, crashing, stopped; helpers that nobody can switch are left out', () => {
  const unit = (id: string, active: string, sub: string, file: string, load = 'loaded'): string =>
    `Id=${id}.service\nDescription=The ${id}=x\nLoadState=${load}\nActiveState=${active}\nSubState=${sub}\nUnitFileState=${file}`;
  const text = [
    unit('ssh', 'active', 'running', 'enabled'),
    unit('nginx', 'failed', 'failed', 'enabled'),
    unit('loop', 'activating', 'auto-restart', 'enabled'),
    unit('off', 'inactive', 'dead', 'disabled'),
    unit('helper', 'inactive', 'dead', 'static'),
    unit('ghost', 'inactive', 'dead', '', 'not-found'),
  ].join('\n\n');
  assert.deepEqual(parseSystemd(text), [
    { name: 'loop', title: 'The loop=x', state: 'failed', enabled: true },
    { name: 'nginx', title: 'The nginx=x', state: 'failed', enabled: true },
    { name: 'off', title: 'The off=x', state: 'stopped', enabled: false },
    { name: 'ssh', title: 'The ssh=x', state: 'running', enabled: true },
  ]);
});

test('utmp of both record sizes: living sessions only', () => {
  for (const size of [384, 400]) {
    const record = (type: number, pid: number, user: string): Buffer => {
      const bytes = Buffer.alloc(size);
      bytes.writeInt16LE(type, 0);
      bytes.writeInt32LE(pid, 4);
      bytes.write('pts/0', 8);
      bytes.write(user, 44);
      bytes.write('192.0.2.7', 76);
      bytes.writeUInt32LE(1_800_000_000, size === 400 ? 344 : 340);
      return bytes;
    };
    const bytes = Buffer.concat([
      record(2, 1, 'reboot'),
      record(7, 10, 'anna'),
      record(7, 99, 'gone'),
      Buffer.alloc(17),
    ]);
    assert.deepEqual(
      parseUtmp(bytes, (pid) => pid === 10, size),
      [{ user: 'anna', terminal: 'pts/0', from: '192.0.2.7', since: '2027-01-15T08:00:00.000Z' }],
    );
  }
  assert.deepEqual(parseLoginctl('  3 1000 anna seat0 tty2\n 7 0 root - 812 manager pts/3 no -\n'), [
    { user: 'anna', terminal: 'tty2' },
    { user: 'root', terminal: 'pts/3' },
  ]);
});

test('sockets: listening TCP and unconnected UDP, IPv4 and IPv6', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const tcp = `${head}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1077 1 0 100 0 0 10 0
   1: 0200000A:0016 0300000A:D431 01 00000000:00000000 02:000A7214 00000000     0        0 2222 4 0 20 4 29 10 -1\n`;
  assert.deepEqual(parseSockets(tcp, 'tcp'), [
    { protocol: 'tcp', address: '127.0.0.1', port: 8080, inode: '1077' },
  ]);
  const udp6 = `${head}   5: 000080FE00000000FF005450B6AD1DFE:0222 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31 2 0 0
   6: 00000000000000000000000000000000:14E9 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000   105        0 32 2 0 0\n`;
  assert.deepEqual(
    parseSockets(udp6, 'udp').map(({ address, port }) => [address, port]),
    [
      ['fe80::5054:ff:fe1d:adb6', 546],
      ['::', 5353],
    ],
  );
});

test('os-release, cpuinfo, boot time', () => {
  assert.deepEqual(
    parseOsRelease('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'),
    {
      id: 'debian',
      name: 'Debian GNU/Linux 12 (bookworm)',
      version: '12',
    },
  );
  assert.deepEqual(parseOsRelease('ID=\'arch\'\nNAME="Quote \\" it"\n# x\n'), {
    id: 'arch',
    name: 'Quote " it',
    version: '',
  });
  const cpuinfo =
    'processor\t: 0\nmodel name\t: Xeon\nphysical id\t: 0\n\nprocessor\t: 1\nphysical id\t: 1\n';
  assert.deepEqual(parseCpuInfo(cpuinfo), { model: 'Xeon', sockets: 2 });
  assert.equal(bootTime('cpu 1\nbtime 1800000000\n'), 1_800_000_000_000);
});
