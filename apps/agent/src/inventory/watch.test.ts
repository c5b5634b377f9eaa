import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type InventorySection, inventorySchema, LIMITS } from '@rettungsanker/protocol';
import { silentLog } from '../log.ts';
import { pack } from './collect.ts';
import { formatLine, parseLines } from './line.ts';
import type { Signs } from './signs.ts';
import { InventoryWatch } from './watch.ts';

describe('inventory watch', () => {
  let signs: Signs;
  let state: Partial<Record<InventorySection, string>>;
  let asked: InventorySection[][];
  let told: string[];
  let fail: boolean;
  let watch: InventoryWatch;

  beforeEach(() => {
    signs = { packages: 'p1', services: 's1' };
    state = {};
    asked = [];
    told = [];
    fail = false;
    watch = new InventoryWatch({
      denied: new Set(['sessions']),
      signs: () => ({ ...signs }),
      collect: async (sections) => {
        asked.push([...sections]);
        if (fail) throw new Error('no');
        return sections.map((section) => ({
          section,
          digest: state[section] ?? 'first',
          json: Buffer.from(JSON.stringify({ [section]: state[section] ?? 'first' })),
        }));
      },
      onSection: (json) => told.push(json.toString()),
      log: silentLog,
    });
  });
  afterEach(() => watch.stop());

  test('tells everything at the start, never what is denied, and then only what has changed', async () => {
    watch.start();
    await setImmediate();
    assert.equal(asked[0]?.length, 7);
    assert.match(told[0]!, /"sessions":"Forbidden/);
    assert.equal(told.length, 8);
    watch.look();
    await setImmediate();
    assert.equal(asked.length, 1, 'nothing has changed');
    signs.services = 's2';
    watch.look();
    await setImmediate();
    assert.deepEqual(asked[1], ['services']);
    assert.equal(told.length, 8, 'the sign has changed, the facts have not');
    signs.services = 's3';
    state.services = 'second';
    watch.look();
    await setImmediate();
    assert.equal(told[8], '{"services":"second"}');
  });

  test('waits for an installation to be over before it reads the packages', async () => {
    watch.start();
    await setImmediate();
    watch.look();
    signs.packages = 'p2';
    watch.look();
    signs.packages = 'p3';
    watch.look();
    await setImmediate();
    assert.equal(asked.length, 1);
    watch.look();
    await setImmediate();
    assert.deepEqual(asked[1], ['packages']);
  });

  test('tells everything again on request, and after a loss at the next look', async () => {
    watch.start();
    await setImmediate();
    watch.resend();
    await setImmediate();
    assert.equal(told.length, 15);
    watch.forget();
    watch.look();
    await setImmediate();
    assert.equal(told.length, 22);
  });

  test('reads again what could not be read', async () => {
    fail = true;
    watch.start();
    await setImmediate();
    assert.equal(told.length, 1);
    fail = false;
    watch.look();
    watch.look();
    await setImmediate();
    assert.ok(told.some((text) => text.includes('packages')));
  });
});

describe('packing a section', () => {
  test('what the server would refuse is never sent: it becomes an error of its section', () => {
    const tooMany = Array.from({ length: LIMITS.listItems + 1 }, (_, i) => ({
      name: `s${i}`,
      state: 'running' as const,
    }));
    for (const [section, finding] of [
      ['services', { facts: tooMany }],
      ['services', { facts: [{ name: 'x'.repeat(300), state: 'running' as const }] }],
      ['sessions', { problem: 'p'.repeat(5000) }],
      [
        'packages',
        { facts: Array.from({ length: 20_000 }, () => ({ purl: 'p'.repeat(300), name: 'n', version: '1' })) },
      ],
    ] as const) {
      const { json } = pack(section, finding as never);
      assert.ok(Buffer.byteLength(json) < LIMITS.frameBytes);
      const parsed = inventorySchema.safeParse(JSON.parse(json));
      assert.ok(parsed.success);
      assert.ok(parsed.data.errors?.[section]);
    }
  });

  test('space that was used in the meantime is no change, a new disk is', () => {
    const disk = { device: '/dev/a', mount: '/', fsType: 'ext4', sizeBytes: 10, usedBytes: 1 };
    const digest = (facts: (typeof disk)[]): string => pack('disks', { facts }).digest;
    assert.equal(digest([disk]), digest([{ ...disk, usedBytes: 5 }]));
    assert.notEqual(digest([disk]), digest([disk, { ...disk, mount: '/b' }]));
  });

  test('lines come back as they were printed; anything else in between is left out', () => {
    const collected = pack('services', { facts: [{ name: 'ä\n', state: 'running' }] });
    const output = Buffer.from(
      `noise\n${formatLine(collected)}services short {}\n${formatLine(collected).trimEnd()}`,
    );
    const [first, second, ...rest] = parseLines(output);
    assert.equal(first?.json.toString(), collected.json);
    assert.equal(second?.digest, collected.digest);
    assert.equal(rest.length, 0);
  });
});
