import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Context } from '../../../platform/context.ts';
import { until } from '../../../testing/until.ts';
import { key } from '../testing/world.ts';
import { promSelector } from './labels.ts';
import { OutsideSeriesStore } from './store.ts';

const A = 'aaaaaaaa-0000-7000-8000-000000000001';
const B = 'bbbbbbbb-0000-7000-8000-000000000001';
const ASSET = 'aaaaaaaa-0000-7000-8000-000000000009';

const SERVERS: Record<string, (folder: string, port: number) => string[]> = {
  prometheus: (folder, port) => [
    `--config.file=${folder}/empty.yml`,
    `--storage.tsdb.path=${folder}/data`,
    '--web.enable-remote-write-receiver',
    '--web.enable-admin-api',
    `--web.listen-address=127.0.0.1:${port}`,
  ],
  'victoria-metrics': (folder, port) => [
    `-storageDataPath=${folder}/data`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-search.latencyOffset=0s',
    '-search.disableCache',
  ],
};

/** Nothing of the database is needed here. */
const contextOf = (clientId: string): Context =>
  ({ clientId, scope: [clientId], now: new Date() }) as unknown as Context;

for (const [name, args] of Object.entries(SERVERS)) {
  const program = `/usr/bin/${name}`;
  const skip = existsSync(program) ? false : `needs Debian's package ${name}`;
  describe(`series in ${name}`, { skip }, () => {
    let folder: string;
    let server: ChildProcess;
    let store: OutsideSeriesStore;
    let url: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'anker-outside-'));
      await writeFile(join(folder, 'empty.yml'), '');
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      server = spawn(program, args(folder, port), { stdio: 'ignore' });
      store = new OutsideSeriesStore({ url, token: '' });
      await until(
        () =>
          store.find(contextOf(A), A, {}).then(
            () => true,
            () => false,
          ),
        20_000,
      );
    });
    after(async () => {
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true });
    });

    const minute = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000;
    const point = (name: string, labels: Record<string, string>, at: number, value: number) => ({
      name,
      labels,
      assetId: ASSET,
      at: new Date(at),
      value,
    });

    it('takes samples, gives them back by name and label, and keeps clients apart', async () => {
      const points = [0, 1, 2, 3].map((i) =>
        point('disk.used', { instance: '/srv "x"' }, minute + i * 15_000, 10 + i),
      );
      const sent = await store.record(contextOf(A), [...points, point('cpu.used', {}, minute, 0.5)]);
      assert.deepEqual(sent, { accepted: 5, tooOld: 0, tooNew: 0, refused: 0 });
      await store.record(contextOf(B), [point('disk.used', { instance: '/srv "x"' }, minute, 99)]);
      // VictoriaMetrics shows new samples after a second, and remembers for a while that it found none.
      await fetch(`${url}/internal/force_flush`);
      const ask = (clientId: string) =>
        store.raw(contextOf(clientId), clientId, { names: ['disk.used'], from: minute, to: minute + 60_000 });
      const [series] = await until(async () => {
        const found = await ask(A);
        return found[0]?.times.length === 4 && found;
      });
      assert.deepEqual(series!.key, {
        name: 'disk.used',
        labels: { instance: '/srv "x"' },
        assetId: ASSET,
        checkId: null,
      });
      assert.deepEqual([...series!.values], [10, 11, 12, 13]);
      const others = await until(async () => {
        const found = await ask(B);
        return found.length > 0 && found;
      });
      assert.deepEqual(
        others.map(({ values }) => [...values]),
        [[99]],
      );
      await assert.rejects(store.raw(contextOf(A), B, { from: minute, to: minute + 1 }), {
        code: 'RA_NOT_FOUND',
      });
    });

    it('answers in buckets as the other store does', async () => {
      const { step, series } = await store.query(contextOf(A), A, {
        matchers: [
          { label: 'asset', op: '=', value: ASSET },
          { label: '__name__', op: 'in', value: ['disk.used', 'x|y'] },
        ],
        from: minute,
        to: minute + 60_000,
        step: 30_000,
      });
      assert.equal(step, 30_000);
      const [{ key: _, ...columns }] = series as [(typeof series)[number]];
      assert.deepEqual(
        Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, [...values]])),
        {
          at: [minute, minute + 30_000],
          min: [10, 12],
          max: [11, 13],
          avg: [10.5, 12.5],
          last: [11, 13],
          count: [2, 2],
        },
      );
      const keys = await store.find(contextOf(A), A, {
        matchers: [{ label: 'instance', op: '=~', value: '/srv.*' }],
      });
      assert.deepEqual(
        keys.map(({ name }) => name),
        ['disk.used'],
      );
    });

    it('says what it will not take', async () => {
      const { refs, invalid } = await store.resolve(A, [
        key('ok'),
        key('x', { 'a-b': '1' }),
        key('y', { client_id: B }),
      ]);
      assert.deepEqual([[...refs].map((ref) => ref > 0), invalid], [[true, false, false], 2]);
      const result = await store.append(A, {
        generation: 1,
        length: 3,
        refs: Uint32Array.of(refs[0]!, 0, refs[0]!),
        times: Float64Array.of(Date.now() + 86_400_000, minute, 0),
        values: new Float64Array(3),
      });
      assert.deepEqual(result, { accepted: 0, tooOld: 1, tooNew: 1, refused: 1 });
    });

    it('deletes what was selected', async () => {
      await store.remove(contextOf(A), { names: ['disk.used'] });
      const left = await store.raw(contextOf(A), A, { from: minute, to: minute + 60_000 });
      assert.deepEqual(
        left.map((series) => series.key.name),
        ['cpu.used'],
      );
      const others = await store.raw(contextOf(B), B, { from: minute, to: minute + 60_000 });
      assert.equal(others.length, 1);
    });
  });
}

describe('an outside store', () => {
  it('that does not answer may answer later', async () => {
    const store = new OutsideSeriesStore({ url: `http://127.0.0.1:${await freePort()}`, token: '' });
    await assert.rejects(store.find(contextOf(A), A, {}), { code: 'RA_UNAVAILABLE' });
  });

  it('that answers with a page of a proxy is named as the trouble', async () => {
    const proxy = createHttpServer((_, answer) => answer.end('<html>sign in</html>')).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };
    const store = new OutsideSeriesStore({ url: `http://127.0.0.1:${port}`, token: '' });
    await assert.rejects(store.find(contextOf(A), A, {}), { code: 'RA_SERIES_OUTSIDE' });
    proxy.close();
  });

  it('is never asked about more than one client', () => {
    const evil = '"} or {x="';
    assert.equal(
      promSelector(A, { names: [evil], matchers: [{ label: 'x', op: '=', value: evil }] }),
      `{client_id="${A}",original_name=~"\\"\\\\} or \\\\{x=\\"",x="\\"} or {x=\\""}`,
    );
    for (const label of ['client_id', 'a"}', ''])
      assert.throws(() => promSelector(A, { matchers: [{ label, op: '=', value: 'x' }] }), {
        code: 'RA_SERIES_SELECTOR',
      });
  });
});

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as { port: number };
  socket.close();
  await once(socket, 'close');
  return port;
}
