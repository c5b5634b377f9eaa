import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { registerApi } from './api.ts';
import { registerHeartbeats, registerReceivers } from './monitoring/index.ts';
import { systemClock } from './platform/clock.ts';
import { createHttpServer } from './platform/http/server.ts';
import { VERSION } from './platform/version.ts';
import { createPlatformFaces } from './platform-faces.ts';

/** The OpenAPI 3.1 document, from the routes alone: nothing is started and no database is needed. */
export async function documentApi(): Promise<object> {
  const unused = new Proxy({}, { get: () => unused }) as never;
  const keys = {
    kek: Buffer.alloc(32),
    serverKey: generateKeyPairSync('ed25519').privateKey,
    serverPublicKey: Buffer.alloc(32),
  };
  const live = { on: () => () => {}, onGap: () => () => {}, stop: async () => {} };
  const publicUrl = (): string => 'http://localhost';
  const faces = createPlatformFaces({
    db: unused,
    tenancy: unused,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    keys,
    live,
    dataDir: '.',
    eventDays: 1,
    publicUrl,
  });
  const app = await createHttpServer({
    log: pino({ level: 'silent' }) as never,
    authenticator: { authenticate: async () => null },
    publicUrl: () => 'http://localhost',
    trustedProxies: [],
    version: VERSION,
    register: (instance) =>
      registerApi(instance, {
        tenancy: unused,
        db: unused,
        clock: unused,
        serverIdentity: () => unused,
        storage: () => unused,
        series: unused,
        agentBuilds: '',
        ingest: (scope) => {
          registerReceivers(scope, {
            access: unused,
            intake: unused,
            storage: () => unused,
            tenancy: unused,
          });
          registerHeartbeats(scope, { db: unused, tenancy: unused, now: Date.now });
        },
        platform: faces.registerRoutes,
      }),
  });
  await app.ready();
  const document = (app as unknown as { swagger(): object }).swagger();
  await app.close();
  faces.stop();
  return document;
}
