import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';
import {
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  type Visitor,
} from '../../../testing/index.ts';
import type { Matcher, RawSeries } from '../../series/index.ts';
import { snappy } from './wire.ts';

export const WRITE = '/ingest/v1/prometheus/write';
export const OTLP = '/ingest/v1/otlp/v1/metrics';
export const WEBHOOK = '/ingest/v1/alertmanager/webhook';
export const V2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';

/** A program with one client and a token of it. */
export interface IngestWorld {
  readonly program: TestProgram;
  readonly owner: Visitor;
  readonly clientId: string;
  readonly siteId: string;
  readonly token: string;
  readonly zabbixPort: number;
  readonly graphitePort: number;
  readonly superuser: pg.Client;
  /** Another client with a token. */
  other(name: string, code: string): Promise<{ clientId: string; siteId: string; token: string }>;
  newToken(clientId: string, siteId?: string | null): Promise<{ id: string; token: string }>;
  /** Sends a body with the token; headers win over what is usual. */
  post(
    path: string,
    body: string | Buffer | ReadableStream,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  /** One remote write request of uncompressed content. */
  write(content: Buffer, version?: 1 | 2, headers?: Record<string, string>): Promise<Reply>;
  /** Everything that is stored of a client's series of this name. */
  stored(name: string, matchers?: Matcher[], clientId?: string): Promise<RawSeries[]>;
  close(): Promise<void>;
}
export interface Reply {
  status: number;
  text: string;
  headers: Headers;
  /** The counts that remote write 2.0 wants: samples, histograms, exemplars. */
  written: string;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export async function ingestWorld(): Promise<IngestWorld> {
  const zabbixPort = await freePort();
  const graphitePort = await freePort();
  const program = await testProgram({
    flags: {
      roles: 'api,ingest,worker',
      'ingest-zabbix-port': String(zabbixPort),
      'ingest-graphite-port': String(graphitePort),
    },
  });
  const owner = await setUpOwner(program);
  const superuser = new pg.Client(program.database.superuser);
  await superuser.connect();
  await superuser.query('set search_path to rettungsanker');
  const newToken: IngestWorld['newToken'] = async (clientId, siteId = null) => {
    const made = await owner.post<{ id: string; token: string }>(`/clients/${clientId}/ingest-tokens`, {
      name: 'Prometheus in Kiel',
      siteId,
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  };
  const other: IngestWorld['other'] = async (name, code) => {
    const made = await testClient(program, name, code);
    return { ...made, token: (await newToken(made.clientId)).token };
  };
  const { clientId, siteId, token } = await other('Müller Bau', 'MUE');
  const post: IngestWorld['post'] = async (path, body, headers = {}) => {
    const response = await fetch(program.url + path, {
      method: 'POST',
      body: body as string,
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    const count = (what: string): string =>
      response.headers.get(`x-prometheus-remote-write-${what}-written`) ?? '';
    return {
      status: response.status,
      text: await response.text(),
      headers: response.headers,
      written: [count('samples'), count('histograms'), count('exemplars')].join(' '),
    };
  };
  return {
    program,
    owner,
    clientId,
    siteId,
    token,
    zabbixPort,
    graphitePort,
    superuser,
    other,
    newToken,
    post,
    write: (content, version = 1, headers = {}) =>
      post(WRITE, snappy(content), {
        'content-type': version === 1 ? 'application/x-protobuf' : V2,
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': version === 1 ? '0.1.0' : '2.0.0',
        ...headers,
      }),
    stored: (name, matchers = [], of = clientId) =>
      program.tenancy.asSystem(of, (ctx) =>
        program.series.raw(ctx, of, { names: [name], matchers, from: 0, to: Date.now() + 3_600_000 }),
      ),
    async close() {
      await superuser.end();
      await program.close();
    },
  };
}
