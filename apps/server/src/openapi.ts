import { pino } from 'pino';
import { registerApi } from './api.ts';
import { createHttpServer } from './platform/http/server.ts';
import { VERSION } from './platform/version.ts';

/** The OpenAPI 3.1 document, from the routes alone: nothing is started and no database is needed. */
export async function documentApi(): Promise<object> {
  const unused = new Proxy({}, { get: () => unused }) as never;
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
        platform: () => {},
      }),
  });
  await app.ready();
  const document = (app as unknown as { swagger(): object }).swagger();
  await app.close();
  return document;
}
