import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  parseCpu,
  parseDiskstats,
  parseLoad,
  parseMemory,
  parseMounts,
  parseNetDev,
  parseUptime,
} from './proc.ts';

test('cpu: all fields of a new kernel, and those that an old one has', () => {
  const times = { total: 0, idle: 0, iowait: 0, steal: 0 };
  parseCpu(Buffer.from('cpu  10 1 20 500 30 4 5 6 7 8\ncpu0 5 0 10 250 15 2 2 3 0 0\n'), times);
  assert.deepEqual(times, { total: 576, idle: 500, iowait: 30, steal: 6 });
  const old = { total: 0, idle: 0, iowait: 0, steal: 0 };
  parseCpu(Buffer.from('cpu  10 1 20 500\n'), old);
  assert.deepEqual(old, { total: 531, idle: 500, iowait: 0, steal: 0 });
});

test('memory: available from the kernel, or estimated where it does not say', () => {
  const modern =
    'MemTotal:  1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\n';
  assert.deepEqual(parseMemory(Buffer.from(modern)), {
    total: 1_024_000,
    available: 614_400,
    swapTotal: 51_200,
    swapFree: 20_480,
  });
  const old = 'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 200 kB\n';
  assert.equal(parseMemory(Buffer.from(old)).available, 350 * 1024);
});

test('load and uptime', () => {
  assert.deepEqual(parseLoad(Buffer.from('0.52 1.58 12.59 1/189 4242\n')), [0.52, 1.58, 12.59]);
  assert.equal(parseUptime(Buffer.from('350735.47 234388.90\n')), 350735);
});

test('diskstats: with 11, 15 and 17 counters', () => {
  const text = [
    ' 254       0 vda 63107 27551 2942642 15030 8694 79061 3414872 18852 0 6828 34281 4515 36 62152 397 4 0',
    '   8       0 sda 1 2 4 3 5 6 8 7 0 9 10',
    '   8      16 cciss/c0d0 1 2 10 3 5 6 20 7 0 9 10 1 2 3 4',
  ].join('\n');
  const seen: unknown[] = [];
  parseDiskstats(Buffer.from(`${text}\n`), (...row) => seen.push(row));
  assert.deepEqual(seen, [
    ['vda', 2942642 * 512, 3414872 * 512],
    ['sda', 2048, 4096],
    ['cciss/c0d0', 5120, 10240],
  ]);
});

test('interfaces: names with colons in counters, with and without a blank behind the name', () => {
  const text = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    '    lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0',
    '  eth0:1468611685   38193    2    0    0     0          0         0  2482328   21827    3    0    0     0       0          0',
  ].join('\n');
  const seen: unknown[] = [];
  parseNetDev(Buffer.from(`${text}\n`), (name, c) => seen.push([name, { ...c }]));
  assert.deepEqual(seen, [
    ['lo', { received: 3193, sent: 3193, errors: 0 }],
    ['eth0', { received: 1468611685, sent: 2482328, errors: 5 }],
  ]);
});

test('mounts: real file systems once each, without pseudo, network, image and covered ones', () => {
  const text = `22 27 0:21 / /proc rw,relatime - proc proc rw
25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
28 27 254:0 /srv/www /var/www rw - ext4 /dev/vda rw
29 27 254:1 / /srv/my\\040data rw shared:5 - xfs /dev/vdb rw
30 27 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
31 27 0:50 / /mnt/nas rw - nfs4 nas:/x rw
32 27 0:60 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
33 27 0:70 / /tmp rw - tmpfs tmpfs rw
34 27 0:71 / /mnt/ro ro - tmpfs none ro
35 27 0:72 / /run/user/0 rw - tmpfs tmpfs rw
36 27 0:40 /@ /b rw - btrfs /dev/sdc rw
37 27 0:41 /@home /b/home rw - btrfs /dev/sdc rw
38 27 254:9 / /srv/my\\040data rw - ext4 /dev/vdz rw
`;
  assert.deepEqual(
    parseMounts(text).map(({ mount, source }) => [mount, source]),
    [
      ['/', '/dev/vda'],
      ['/b', '/dev/sdc'],
      ['/srv/my data', '/dev/vdz'],
      ['/tmp', 'tmpfs'],
    ],
  );
  assert.deepEqual(
    parseMounts('1 0 0:60 / / rw - overlay overlay rw\n').map((m) => m.mount),
    ['/'],
    'the root of a container',
  );
});

test('no text makes a parser throw or hang', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.uint8Array().map((b) => Buffer.from(b).toString('latin1')),
      ),
      (text) => {
        const bytes = Buffer.from(text, 'latin1');
        parseCpu(bytes, { total: 0, idle: 0, iowait: 0, steal: 0 });
        parseMemory(bytes);
        parseLoad(bytes);
        parseUptime(bytes);
        parseDiskstats(bytes, (_, read) => assert.ok(read >= 0));
        parseNetDev(bytes, (_, { sent }) => assert.ok(Number.isNaN(sent) || sent >= 0));
        parseMounts(text);
      },
    ),
  );
});
