import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { defineJob } from '../../jobs/jobs.ts';
import { createHttpServer } from '../server.ts';
import { createMetrics, type Metrics, metricsRoute } from './index.ts';
import { createRegistry } from './registry.ts';

describe('the text format of Prometheus', () => {
  it('counts, reads and escapes', () => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', 'How many\nthere were \\ are.');
    counter.add();
    counter.add(2, { path: 'C:\\x', quote: '"\n' });
    counter.add(1, { path: 'C:\\x', quote: '"\n' });
    registry.gauge('b', 'Now.', () => 1.5);
    registry.gauge('c', 'None.', () => Number.NaN);
    assert.equal(
      registry.render(),
      [
        '# HELP a_total How many\\nthere were \\\\ are.',
        '# TYPE a_total counter',
        'a_total 1',
        'a_total{path="C:\\\\x",quote="\\"\\n"} 3',
        '# HELP b Now.',
        '# TYPE b gauge',
        'b 1.5',
        '# HELP c None.',
        '# TYPE c gauge',
        'c NaN',
        '',
      ].join('\n'),
    );
    assert.throws(() => registry.counter('b', ''));
  });
  it('a histogram is cumulative, with bounds that belong to their bucket', () => {
    const registry = createRegistry();
    const histogram = registry.histogram('h', 'Times.', [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value, { r: 'x' });
    assert.deepEqual(registry.render().split('\n').slice(2, -1), [
      'h_bucket{r="x",le="0.1"} 2',
      'h_bucket{r="x",le="1"} 3',
      'h_bucket{r="x",le="+Inf"} 4',
      'h_sum{r="x"} 7.65',
      'h_count{r="x"} 4',
    ]);
  });
  it('does not grow without end when labels are chosen badly', () => {
    const registry = createRegistry();
    const counter = registry.counter('a', '');
    const histogram = registry.histogram('h', '', [1]);
    for (let i = 0; i < 5000; i++) {
      counter.add(1, { id: String(i) });
      histogram.observe(1, { id: String(i) });
    }
    assert.ok(registry.render().split('\n').length < 11_000);
  });
});

describe('GET /metrics', () => {
  const TOKEN = 'q7Vb2mXr9TtE4nKpLw3s';
  let metrics: Metrics;
  let app: FastifyInstance;
  const start = async (token: string): Promise<FastifyInstance> =>
    createHttpServer({
      log: pino({ level: 'silent' }),
      authenticator: { authenticate: async () => null },
      publicUrl: () => 'http://localhost',
      trustedProxies: ['127.0.0.1'],
      version: 'x',
      register(instance) {
        metrics.watchRequests(instance);
        instance.get('/things/:id', async () => ({}));
        metricsRoute(instance, metrics, token);
      },
    });
  before(async () => {
    metrics = createMetrics();
    app = await start(TOKEN);
  });
  after(async () => {
    await app.close();
    metrics.stop();
  });
  const read = (remoteAddress: string, headers: Record<string, string> = {}, from = app) =>
    from.inject({ url: '/metrics', remoteAddress, headers });

  it('is for this machine, and for elsewhere with the token only (ASVS 13.4.5)', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.9.9.9'])
      assert.equal((await read(address)).statusCode, 200, address);
    assert.equal((await read('192.0.2.7')).statusCode, 401);
    assert.equal((await read('192.0.2.7', { authorization: `Bearer ${TOKEN}` })).statusCode, 200);
    for (const authorization of [`Bearer ${TOKEN}x`, 'Bearer ', TOKEN, ''])
      assert.equal((await read('192.0.2.7', { authorization })).statusCode, 401, authorization);
  });
  it('is not opened by what a proxy on this machine forwards, whatever the headers claim (ASVS 4.1.3)', async () => {
    assert.equal((await read('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' })).statusCode, 401);
    assert.equal((await read('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).statusCode, 401);
    assert.equal((await read('127.0.0.1', { forwarded: 'for=127.0.0.1' })).statusCode, 401);
    assert.equal((await read('192.0.2.7', { 'x-forwarded-for': '127.0.0.1' })).statusCode, 401);
  });
  it('without a token nobody elsewhere gets in', async () => {
    const closed = await start('');
    for (const authorization of ['Bearer ', 'Bearer undefined', ''])
      assert.equal((await read('192.0.2.7', { authorization }, closed)).statusCode, 401);
    await closed.close();
  });
  it('times requests by pattern, never by address', async () => {
    await app.inject({ url: '/things/1' });
    await app.inject({ url: '/things/2?secret=x' });
    await app.inject({ url: '/nowhere/at/all' });
    const { body, headers } = await read('127.0.0.1');
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(
      body,
      /rettungsanker_http_request_duration_seconds_count\{method="GET",route="\/things\/:id",status="200"\} 2/,
    );
    assert.match(body, /route="none",status="404"\} 1/);
    assert.doesNotMatch(body, /nowhere|secret/);
  });
  it('has what a process is judged by, and what became of jobs', async () => {
    const job = (name: string, run: () => Promise<void>) => defineJob({ name, payload: z.object({}), run });
    const [good, bad] = metrics.watchJobs([
      job('good', async () => {}),
      job('bad', async () => {
        throw new Error('no');
      }),
    ]);
    await good!.run({}, { attempt: 1, maxAttempts: 1 });
    await assert.rejects(bad!.run({}, { attempt: 1, maxAttempts: 1 }));
    const { body } = await read('127.0.0.1');
    assert.match(body, /rettungsanker_job_duration_seconds_count\{job="good",result="done"\} 1/);
    assert.match(body, /rettungsanker_job_duration_seconds_count\{job="bad",result="failed"\} 1/);
    const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)![1]);
    assert.ok(value('process_resident_memory_bytes') > 1e7);
    assert.ok(value('process_cpu_seconds_total') > 0);
    assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1000) < 600);
    assert.match(body, /nodejs_eventloop_delay_seconds\{quantile="0.99"\} [\d.e-]+/);
  });
});
