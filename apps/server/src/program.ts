import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { registerApi } from './api.ts';
import { discoveryJobs, discoverySink, discoverySubscribers, sweepSource } from './discovery/index.ts';
import { AgentHub, type ServerIdentity } from './fleet/index.ts';
import {
  createMailChannel,
  helpdeskJobs,
  helpdeskNotifications,
  helpdeskSubscribers,
  mailSubscribers,
} from './helpdesk/index.ts';
import {
  agentChecks,
  createIngest,
  keepPartitions,
  monitoringJobs,
  monitoringNotifications,
  monitoringSink,
  monitoringSubscribers,
  OutsideSeriesStore,
  PostgresSeriesStore,
  registerHeartbeats,
  type SeriesStore,
  startAvailabilityWatch,
  startHeartbeatWatch,
  startProbe,
} from './monitoring/index.ts';
import { bootstrap } from './platform/bootstrap.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config/settings.ts';
import type { OpenDatabase } from './platform/database/open.ts';
import { databaseAnswers, healthRoutes, migrationsCurrent } from './platform/http/health.ts';
import { listen } from './platform/http/listen.ts';
import { createMetrics, metricsRoute } from './platform/http/metrics/index.ts';
import { createHttpServer } from './platform/http/server.ts';
import type { Identity } from './platform/identity/index.ts';
import { startJobs } from './platform/jobs/jobs.ts';
import type { InstallationKeys } from './platform/keys.ts';
import { platformSubscribers } from './platform/notify/index.ts';
import { dispatchJob } from './platform/outbox/dispatch.ts';
import { startLiveFeed } from './platform/outbox/live.ts';
import { startPresence } from './platform/presence.ts';
import { createSecrets } from './platform/secrets/secrets.ts';
import { type StorageGuard, startStorageGuard } from './platform/storage-guard.ts';
import { createTenancy, type Tenancy } from './platform/tenancy/transactions.ts';
import type { TlsMaterial } from './platform/tls.ts';
import { VERSION } from './platform/version.ts';
import { createPlatformFaces } from './platform-faces.ts';

export interface ProgramOptions {
  config: Config;
  database: OpenDatabase;
  keys: InstallationKeys;
  tls: TlsMaterial | undefined;
  log: Logger;
  clock?: Clock;
  /** Serves the built console; missing in tests of the API. */
  console?: (app: FastifyInstance) => Promise<void>;
  /** Tests shorten the time that agents have to come back after a start. */
  startGraceMs?: number;
}

export interface Program {
  readonly app: FastifyInstance;
  readonly url: string;
  /** Reaches this process directly, whatever stands in front of it. */
  readonly localUrl: string;
  readonly providerId: string;
  readonly tenancy: Tenancy;
  readonly serverIdentity: ServerIdentity;
  readonly storage: StorageGuard;
  readonly identity: Identity;
  readonly series: SeriesStore;
  stop(): Promise<void>;
}

/**
 * Wires the domains and starts the roles of this process. Everything that is started here is stopped by `stop`, and by
 * a start that fails half way.
 * @throws AppError RA_PORT_IN_USE, RA_PORT_FORBIDDEN, RA_HOST_UNKNOWN
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const stops: Stop[] = [];
  try {
    return await startParts(options, stops);
  } catch (error) {
    await runBackwards(stops);
    throw error;
  }
}

type Stop = () => Promise<void> | void;

/** The last started first: no work is taken in while what it needs goes away. */
async function runBackwards(stops: Stop[]): Promise<void> {
  for (const stop of stops.reverse()) await stop();
}

async function startParts(options: ProgramOptions, stops: Stop[]): Promise<Program> {
  const { config, database, keys, log } = options;
  const clock = options.clock ?? systemClock;
  const { db } = database;
  const roles = new Set(config.roles);
  const secrets = createSecrets(keys.kek);
  const tenancy = createTenancy({ db, clock, secrets, log });
  const { providerId } = await bootstrap(db, tenancy, clock);
  const retention = {
    sampleDays: config['retention.sample-days'],
    rollupDays: config['retention.rollup-days'],
  };
  await keepPartitions(db, retention, clock.now());
  const live = await startLiveFeed(database.appAddress, log);
  stops.push(() => live.stop());
  const presence = await startPresence({
    address: database.ownerAddress,
    roles: config.roles,
    now: () => clock.now(),
    log,
  });
  stops.push(() => presence.stop());
  const storage = await startStorageGuard({
    folder: config['data.dir'],
    reserveBytes: config['disk.reserve-mb'] * 1024 * 1024,
    log,
    onChange: () => {},
  });
  stops.push(() => storage.stop());

  let publicUrl = config['http.public-url'];
  const mail = createMailChannel({ db, tenancy, log });
  stops.push(() => mail.stop());
  const faces = createPlatformFaces({
    db,
    tenancy,
    clock,
    log,
    keys,
    live,
    dataDir: config['data.dir'],
    eventDays: config['retention.event-days'],
    publicUrl: () => publicUrl,
    composer: mail.composer,
  });
  const series: SeriesStore = config['series.url']
    ? new OutsideSeriesStore({ url: config['series.url'], token: config['series.token'] })
    : new PostgresSeriesStore({ tenancy, ...retention });
  const ingest = roles.has('ingest')
    ? createIngest({ db, tenancy, live, clock, log, store: series, storage: () => storage })
    : undefined;
  const doors = ingest
    ? (app: FastifyInstance): void => {
        ingest.register(app);
        registerHeartbeats(app, { db, tenancy, now: () => clock.now().getTime() });
      }
    : undefined;
  const metrics = createMetrics();
  metrics.watchPool('app', database.app);
  metrics.watchPool('owner', database.owner);
  stops.push(() => metrics.stop());
  metrics.gauge(
    'rettungsanker_storage_free_bytes',
    'Free space of the data folder.',
    () => storage.freeBytes,
  );
  metrics.gauge('rettungsanker_live_streams', 'Consoles that listen.', () => faces.streams());
  let jobsRunning = !roles.has('worker');
  const serverIdentity = (): ServerIdentity => ({
    publicUrl,
    publicKey: keys.serverPublicKey,
    tlsPin: options.tls?.pin,
  });
  const app = await createHttpServer({
    log,
    authenticator: faces.identity,
    publicUrl: () => publicUrl || 'http://localhost',
    trustedProxies: config['http.trusted-proxies'],
    ...(options.tls ? { https: options.tls } : {}),
    version: VERSION,
    async register(instance) {
      metrics.watchRequests(instance);
      healthRoutes(instance, {
        database: databaseAnswers(db),
        migrations: migrationsCurrent(db),
        storage: () => !storage.full,
        jobs: () => jobsRunning,
      });
      metricsRoute(instance, metrics, config['metrics.token']);
      if (!roles.has('api')) doors?.(instance);
      if (roles.has('api')) {
        registerApi(instance, {
          tenancy,
          db,
          clock,
          serverIdentity,
          storage: () => storage,
          agentBuilds:
            config['agent.builds-dir'] || fileURLToPath(new URL('../../../build/agent', import.meta.url)),
          series,
          platform: faces.registerRoutes,
          ...(doors ? { ingest: doors } : {}),
        });
        if (options.console) await options.console(instance);
      }
    },
  });

  // Below the hub in the order of stopping: closing waits for every socket, also for those of agents.
  stops.push(() => app.close());
  if (roles.has('ingest')) {
    const hub = new AgentHub({
      db,
      tenancy,
      serverKey: keys.serverKey,
      live,
      log,
      storage,
      sinks: [monitoringSink(series), discoverySink],
      checks: agentChecks,
      sweeps: sweepSource,
      presence,
    });
    await hub.sweep();
    metrics.gauge(
      'rettungsanker_agents_connected',
      'Agents that are connected to this process.',
      () => hub.size,
    );
    hub.attach(app.server);
    stops.push(() => hub.stop());
  }
  if (ingest) {
    stops.push(() => ingest.stop());
    await ingest.listen({
      host: config['ingest.host'],
      zabbixPort: config['ingest.zabbix-port'],
      graphitePort: config['ingest.graphite-port'],
    });
  }
  if (roles.has('ingest') && config['mail.port'] !== 0) {
    const address = {
      host: config['mail.host'],
      port: config['mail.port'],
      protocol: config['mail.protocol'],
    };
    const door = await mail.open(address, () => storage.full);
    stops.push(() => door.close());
  }
  await listen(app, config['http.host'], config['http.port']);
  const direct = localUrl(app, config['http.host'], options.tls !== undefined);
  publicUrl ||= direct;

  if (roles.has('worker')) {
    const monitoring = monitoringJobs({ db, tenancy, series, retention });
    const discovery = discoveryJobs({ db, tenancy });
    const subscribers = [
      ...monitoringSubscribers,
      ...discoverySubscribers,
      ...helpdeskSubscribers(config['http.public-url']),
      ...monitoringNotifications,
      ...helpdeskNotifications,
      ...mailSubscribers,
      ...platformSubscribers,
    ];
    stops.push(() =>
      faces.seal().catch((error: unknown) => log.warn({ err: error }, 'The audit log could not be sealed.')),
    );
    const jobs = await startJobs({
      pool: database.owner,
      address: database.ownerAddress,
      jobs: metrics.watchJobs([
        dispatchJob(tenancy, subscribers),
        ...monitoring.jobs,
        ...discovery.jobs,
        ...helpdeskJobs(tenancy),
        ...faces.jobs,
      ]),
      recurring: [...monitoring.recurring, ...discovery.recurring, ...faces.recurring],
      concurrency: 4,
      log,
    });
    stops.push(() => jobs.stop());
    const slow = await startJobs({
      pool: database.owner,
      address: database.ownerAddress,
      jobs: metrics.watchJobs(faces.slowJobs),
      recurring: faces.slowRecurring,
      concurrency: 3,
      log,
    });
    stops.push(() => slow.stop());
    // In a runner of its own: a flood of mail delays nothing else.
    const judging = await startJobs({
      pool: database.owner,
      address: database.ownerAddress,
      jobs: metrics.watchJobs(mail.jobs),
      recurring: [],
      concurrency: 2,
      log,
    });
    stops.push(() => judging.stop());
    jobsRunning = true;
    await presence.lead('mail', async () => {
      const watch = mail.watch();
      return () => watch.stop();
    });
    await presence.lead('heartbeat', async () => {
      const watch = startHeartbeatWatch({
        tenancy,
        log,
        serverStartedAt: () => presence.newestStart('ingest'),
        ...(options.startGraceMs === undefined ? {} : { graceMs: options.startGraceMs }),
      });
      return () => watch.stop();
    });
    await presence.lead('availability', async () => {
      const watch = startAvailabilityWatch({
        tenancy,
        log,
        serverStartedAt: () => presence.newestStart('ingest'),
        serverChecksSince: () => presence.newestStart('probe'),
        ...(options.startGraceMs === undefined ? {} : { graceMs: options.startGraceMs }),
      });
      return () => watch.stop();
    });
  }
  // Before the jobs: a receiver that hangs must not hold up the stop.
  stops.push(() => faces.stop());
  if (roles.has('probe')) {
    await presence.lead('probe', async () => {
      const probe = await startProbe({ tenancy, live, series, log });
      return () => probe.stop();
    });
  }
  stops.push(() => presence.release());

  return {
    app,
    url: publicUrl,
    localUrl: direct,
    providerId,
    tenancy,
    serverIdentity: serverIdentity(),
    storage,
    identity: faces.identity,
    series,
    stop: () => runBackwards(stops),
  };
}

function localUrl(app: FastifyInstance, host: string, tls: boolean): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
