import { createHash, timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type pg from 'pg';
import { AppError } from '../../errors.ts';
import type { JobDefinition } from '../../jobs/jobs.ts';
import { createRegistry, type Registry } from './registry.ts';

export type { Counter, Histogram, Registry } from './registry.ts';

/** Seconds; requests are quick, jobs may take a while. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_BUCKETS = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 300];

export interface Metrics extends Registry {
  /** Counts and times what these jobs do. */
  watchJobs(jobs: readonly JobDefinition[]): JobDefinition[];
  watchPool(name: string, pool: pg.Pool): void;
  /** Call before the routes are added that shall be timed. */
  watchRequests(app: FastifyInstance): void;
  stop(): void;
}

/** A registry with what every process has: memory, CPU, delay of the event loop. */
export function createMetrics(): Metrics {
  const registry = createRegistry();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  processMetrics(registry, delay);
  const pools = new Map<string, pg.Pool>();
  registry.gauge('rettungsanker_database_connections', 'Connections of a pool by what they do.', () =>
    [...pools].flatMap(([pool, { totalCount, idleCount, waitingCount }]) => [
      { labels: { pool, state: 'busy' }, value: totalCount - idleCount },
      { labels: { pool, state: 'idle' }, value: idleCount },
      { labels: { pool, state: 'waited-for' }, value: waitingCount },
    ]),
  );
  const requests = registry.histogram(
    'rettungsanker_http_request_duration_seconds',
    'Time from the request to the end of the answer.',
    REQUEST_BUCKETS,
  );
  const jobs = registry.histogram(
    'rettungsanker_job_duration_seconds',
    'Time of background jobs by what came of them.',
    JOB_BUCKETS,
  );
  return {
    ...registry,
    watchPool: (name, pool) => void pools.set(name, pool),
    watchRequests(app) {
      app.addHook('onResponse', async (request, reply) => {
        requests.observe(reply.elapsedTime / 1000, {
          method: request.method,
          // The pattern, never the address: ids would make a series each.
          route: request.routeOptions.url ?? 'none',
          status: String(reply.statusCode),
        });
      });
    },
    watchJobs: (definitions) =>
      definitions.map((job) => ({
        ...job,
        async run(payload, info) {
          const started = performance.now();
          let result = 'failed';
          try {
            await job.run(payload, info);
            result = 'done';
          } finally {
            jobs.observe((performance.now() - started) / 1000, { job: job.name, result });
          }
        },
      })),
    stop: () => delay.disable(),
  };
}

function processMetrics(registry: Registry, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  const startedAt = Date.now() / 1000 - process.uptime();
  registry.gauge('process_start_time_seconds', 'Start of the process, Unix time.', () => startedAt);
  registry.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  registry.gauge(
    'nodejs_heap_used_bytes',
    'Memory of live and dead objects.',
    () => process.memoryUsage().heapUsed,
  );
  registry.gauge(
    'process_cpu_seconds_total',
    'CPU time of the process.',
    () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    'counter',
  );
  registry.gauge(
    'nodejs_eventloop_delay_seconds',
    'How late the event loop ran since the last reading.',
    () => {
      const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
      const series = [
        { labels: { quantile: '0.5' }, value: seconds(delay.percentile(50)) },
        { labels: { quantile: '0.99' }, value: seconds(delay.percentile(99)) },
        { labels: { quantile: '1' }, value: seconds(delay.max) },
      ];
      delay.reset();
      return series;
    },
  );
}

/**
 * GET /metrics: for programs on this machine, and for those that carry the token `metrics.token` (ASVS 13.4.5).
 * What a reverse proxy forwards comes from elsewhere, wherever the proxy runs.
 */
export function metricsRoute(app: FastifyInstance, metrics: Registry, token: string): void {
  app.get('/metrics', { config: { level: 'open' }, schema: { hide: true } }, (request, reply) => {
    if (!fromThisMachine(request) && !carriesToken(request, token)) throw new AppError('RA_UNAUTHENTICATED');
    return reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(metrics.render());
  });
}

function fromThisMachine({ headers, socket }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = socket.remoteAddress;
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

function carriesToken({ headers }: FastifyRequest, token: string): boolean {
  if (token === '') return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}
