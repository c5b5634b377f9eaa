import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { readPorts } from './ports.ts';
import { programName } from './program-name.ts';

describe('the name of a process', () => {
  test('the executable, unless a script gave its own name', () => {
    const cases = [
      ['MainThread', '/opt/x/node\0main.ts\0', '/opt/x/node', 'node'],
      ['MainThread', '/opt/x/node\0main.ts\0', '/opt/x/node (deleted)', 'node'],
      ['nginx', 'nginx: master process /usr/sbin/nginx', '/usr/sbin/nginx', 'nginx'],
      ['gunicorn', '/usr/bin/python3\0/usr/bin/gunicorn\0app\0', '/usr/bin/python3.11', 'gunicorn'],
      [
        'systemd-resolve',
        '/lib/systemd/systemd-resolved\0',
        '/usr/lib/systemd/systemd-resolved',
        'systemd-resolved',
      ],
      // Another user's process: neither executable nor, for a kernel thread, arguments.
      ['sshd', 'sshd: /usr/sbin/sshd -D', undefined, 'sshd'],
      ['kworker/0:1', '', undefined, 'kworker/0:1'],
      [undefined, undefined, undefined, undefined],
    ] as const;
    for (const [comm, cmdline, exe, expected] of cases)
      assert.equal(programName({ comm, cmdline, exe }), expected, String(comm));
  });

  test('a server on Node is listed as the program that it is', {
    skip: process.platform !== 'linux',
  }, async () => {
    const child = spawn(process.execPath, [
      '-e',
      "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })",
    ]);
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const { facts } = await readPorts();
    child.kill();
    const found = facts!.find(({ port, address }) => port === Number(output) && address === '127.0.0.1');
    assert.deepEqual([found?.pid, found?.process], [child.pid, basename(process.execPath)]);
  });
});
