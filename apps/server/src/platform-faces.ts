import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import {
  type AuditDependencies,
  auditJobs,
  auditRecurring,
  auditRoutes,
  createAnchorStore,
  signCheckpoints,
} from './platform/audit/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Tables } from './platform/database/tables.ts';
import { liveRoute } from './platform/http/live.ts';
import type { Routes } from './platform/http/routes.ts';
import { createIdentity, type Identity, identityJobs } from './platform/identity/index.ts';
import type { JobDefinition, RecurringJob } from './platform/jobs/jobs.ts';
import type { InstallationKeys } from './platform/keys.ts';
import {
  createMailer,
  createOutgoingHttp,
  createWebhookSender,
  type MailComposer,
  type NotifyDependencies,
  notifyJobs,
  notifyRecurring,
  notifyRoutes,
} from './platform/notify/index.ts';
import type { LiveFeed } from './platform/outbox/live.ts';
import { deriveKey } from './platform/secrets/secrets.ts';
import type { Tenancy } from './platform/tenancy/transactions.ts';

/** What the platform offers over HTTP and does in the background; made once a process. */
export interface PlatformFaces {
  readonly identity: Identity;
  readonly jobs: readonly JobDefinition[];
  readonly recurring: readonly RecurringJob[];
  /** What waits for others' servers; in a queue runner of its own, so that a slow one delays nothing else. */
  readonly slowJobs: readonly JobDefinition[];
  readonly slowRecurring: readonly RecurringJob[];
  registerRoutes(routes: Routes, app: FastifyInstance): void;
  /** Open streams; for the metrics. */
  streams(): number;
  stop(): void;
  /** The last word of the audit log, when nothing writes to it any more. */
  seal(): Promise<void>;
}

export function createPlatformFaces(options: {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  clock: Clock;
  log: Logger;
  keys: InstallationKeys;
  live: LiveFeed;
  dataDir: string;
  eventDays: number;
  publicUrl: () => string;
  /** Writes the mails of tickets. */
  composer?: MailComposer;
}): PlatformFaces {
  const { db, tenancy, clock, log, keys, live, publicUrl, composer } = options;
  const identity = createIdentity({
    db,
    tenancy,
    clock,
    log,
    secret: deriveKey(keys.kek, 'identity'),
    publicUrl,
  });
  const mailer = createMailer();
  const http = createOutgoingHttp();
  const sender = createWebhookSender(http);
  const notify: NotifyDependencies = { db, tenancy, mailer, sender, http, publicUrl, composer };
  const publicKey = createPublicKey(keys.serverKey);
  const audit: AuditDependencies = {
    db,
    tenancy,
    privateKey: keys.serverKey,
    publicKey,
    anchors: createAnchorStore(join(options.dataDir, 'keys', 'audit-anchors.json')),
  };
  const cleaning = identityJobs(identity);
  let streams: { readonly size: number; stop(): void } | undefined;
  return {
    identity,
    jobs: [...auditJobs(audit), ...cleaning.jobs],
    recurring: [...auditRecurring, ...cleaning.recurring],
    slowJobs: notifyJobs(notify, options.eventDays),
    slowRecurring: notifyRecurring,
    registerRoutes(routes, app) {
      identity.registerRoutes(routes);
      notifyRoutes(routes, notify);
      auditRoutes(routes, { tenancy, publicKey });
      streams = liveRoute(app, { feed: live, lookAgain: (headers) => identity.lookAgain(headers), log });
    },
    streams: () => streams?.size ?? 0,
    async seal() {
      await signCheckpoints(audit);
    },
    stop() {
      streams?.stop();
      mailer.stop();
      sender.stop();
    },
  };
}
