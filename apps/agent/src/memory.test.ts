import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { reclaimPages } from './memory.ts';

describe('giving memory back to the kernel', () => {
  let root: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const group = 'sys/fs/cgroup/system.slice/agent.service';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ra-memory-'));
    write('proc/self/cgroup', '0::/system.slice/agent.service\n');
    write('proc/meminfo', 'SwapTotal:       0 kB\n');
    write(`${group}/cgroup.procs`, `${process.pid}\n`);
    write(`${group}/memory.reclaim`, '');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('asks when the process is alone in its group and nothing can be swapped', () => {
    assert.equal(reclaimPages(root), true);
    assert.equal(readFileSync(join(root, group, 'memory.reclaim'), 'utf8'), '64M');
  });

  test('does not touch a group that others are in', () => {
    write(`${group}/cgroup.procs`, `${process.pid}\n1\n`);
    assert.equal(reclaimPages(root), false);
    assert.equal(readFileSync(join(root, group, 'memory.reclaim'), 'utf8'), '');
  });

  test('does not push data into swap, unless the group has none', () => {
    write('proc/meminfo', 'SwapTotal: 1000 kB\n');
    assert.equal(reclaimPages(root), false);
    write(`${group}/memory.swap.max`, '0\n');
    assert.equal(reclaimPages(root), true);
  });

  test('knows the first version of control groups, and hosts without any', () => {
    write('proc/self/cgroup', '3:memory:/agent\n0::/\n');
    write('sys/fs/cgroup/memory/agent/cgroup.procs', `${process.pid}\n`);
    write('sys/fs/cgroup/memory/agent/memory.force_empty', '');
    assert.equal(reclaimPages(root), true);
    write('proc/self/cgroup', '0::/\n');
    assert.equal(reclaimPages(root), false);
    assert.equal(reclaimPages('/nonexistent'), false);
  });
});
