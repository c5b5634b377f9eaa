import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { authority } from '../checks/test-certificates.ts';
import { dataPaths } from '../data/folder.ts';
import { loadKey } from '../data/identity.ts';
import { enrol } from '../enrol.ts';
import { hostIdentity } from '../host.ts';
import { silentLog } from '../log.ts';
import { Spool } from '../spool/spool.ts';
import { TestServer } from '../testing/server.ts';
import { backoffMs } from './backoff.ts';
import { Link, type LinkOptions } from './link.ts';
import { spkiPin } from './secure.ts';

let root: string;
let counter = 0;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'ra-link-'));
});
after(() => rmSync(root, { recursive: true, force: true }));

interface Bench {
  server: TestServer;
  spool: Spool;
  link: Link;
  end(): Promise<void>;
}

/** An enrolled agent's link and buffer, without the rest of the agent. */
async function bench(
  options: Partial<LinkOptions> = {},
  server = new TestServer(),
  tlsPin?: string,
): Promise<Bench> {
  if (server.port === 0) await server.start();
  const dataFolder = join(root, `agent-${counter++}`);
  const code = server.code(tlsPin === undefined ? {} : { tlsPin });
  const identity = await enrol({ dataFolder, code });
  const paths = dataPaths(dataFolder);
  const spool = new Spool({
    folder: paths.buffer,
    maxBytes: 1e8,
    maxAgeMs: 1e9,
    log: silentLog,
    now: Date.now,
  });
  const link = new Link({
    identity,
    key: loadKey(paths),
    instance: 'test',
    host: await hostIdentity(),
    spool,
    log: silentLog,
    random: () => 0,
    onConfig: () => server.events.emit('change'),
    onInventoryRequest: () => {},
    ...options,
  });
  return {
    server,
    spool,
    link,
    async end() {
      await link.stop(1000);
      spool.close();
      await server.stop();
    },
  };
}

const dropped = (text: number): string =>
  `"dropped":{"batches":${text},"bytes":0,"from":1,"to":1,"reason":"disk"}`;
const values = (server: TestServer): (number | undefined)[] => server.batches.map((b) => b.dropped?.batches);

describe('back-off', () => {
  test('comes back within a second first, spread over the whole time', () => {
    assert.equal(backoffMs(1, 0, 1), 1000);
    assert.equal(backoffMs(1, 0, 0), 0);
    assert.equal(backoffMs(4, 0, 0.5), 4000);
  });

  test('asks every 15 s for five minutes, then every minute', () => {
    assert.equal(backoffMs(10, 299_999, 1), 15_000);
    assert.equal(backoffMs(10, 300_000, 1), 60_000);
    assert.equal(backoffMs(100, 1e9, 1), 60_000);
    // An outage as it passes: with the longest pauses there are still 20 attempts in the first five minutes.
    let [at, attempts] = [0, 0];
    while (at < 300_000) at += backoffMs(++attempts, at, 1);
    assert.ok(attempts >= 20, String(attempts));
  });
});

describe('link', () => {
  test('delivers in order, acknowledges, and keeps a window of eight', async () => {
    const b = await bench();
    let open: (() => void) | undefined;
    b.server.answer = () => (open ? undefined : 'silence');
    for (let i = 1; i <= 30; i++) b.spool.append(dropped(i));
    b.link.start();
    await b.server.until(() => b.server.received.length >= 8, 'eight batches');
    assert.equal(b.spool.inFlight, 8);
    open = () => {};
    b.server.dropConnections();
    await b.server.until(() => b.server.lastSeq === 30, 'all batches');
    assert.deepEqual(
      values(b.server),
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
    assert.deepEqual(b.server.problems, []);
    await b.end();
  });

  test('an acknowledgement that got lost doubles nothing', async () => {
    const b = await bench();
    b.link.start();
    await b.server.until(() => b.server.hellos.length === 1, 'a connection');
    for (let i = 1; i <= 20; i++) b.spool.append(dropped(i));
    let count = 0;
    b.server.answer = (batch) => {
      if (++count !== 5) return undefined;
      // Stored, and then the connection breaks before the answer is out.
      b.server.lastSeq = batch.seq;
      b.server.batches.push(batch);
      b.server.dropConnections();
      return 'silence';
    };
    b.link.notify();
    await b.server.until(() => b.server.lastSeq === 20, 'all batches');
    assert.deepEqual(
      values(b.server),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    await b.end();
  });

  test('a server that cannot sign with the pinned key gets neither proof nor data, and a long pause', async () => {
    const b = await bench({ random: () => 1 });
    b.server.signingKey = generateKeyPairSync('ed25519').privateKey;
    b.spool.append(dropped(1));
    b.link.start();
    await b.server.until(() => b.server.hellos.length === 1, 'a greeting');
    await waitFor(() => b.link.status().state === 'waiting');
    const { lastError, retryAt } = b.link.status();
    assert.match(lastError ?? '', /RA_SERVER_IDENTITY/);
    assert.ok((retryAt ?? 0) > Date.now() + 10 * 60_000);
    assert.equal(b.server.received.length, 0);
    assert.equal(b.spool.pending, 1);
    await b.end();
  });

  test('orders before the proof of the server are not obeyed', async () => {
    let configured = 0;
    const server = new TestServer();
    await server.start();
    const b = await bench({ onConfig: () => configured++, random: () => 1 }, server);
    server.deaf = true;
    b.link.start();
    await waitFor(() => b.link.status().state === 'connecting');
    const timer = setInterval(() => server.broadcast({ type: 'config', config: server.config }), 10);
    await waitFor(() => b.link.status().state === 'waiting');
    clearInterval(timer);
    assert.equal(configured, 0);
    assert.match(b.link.status().lastError ?? '', /out of turn/);
    await b.end();
  });

  test('a retry that the server asks for keeps the batch', async () => {
    const b = await bench();
    let full = true;
    b.server.answer = () => {
      if (!full) return undefined;
      full = false;
      return { type: 'error', code: 'RA_STORAGE_FULL', message: 'full', retry: true, afterMs: 20 };
    };
    b.spool.append(dropped(7));
    b.link.start();
    await b.server.until(() => b.server.lastSeq === 1, 'the batch');
    assert.deepEqual(values(b.server), [7]);
    await b.end();
  });

  test('one batch that the server never takes gives way to the others and is reported', async () => {
    const b = await bench();
    b.server.answer = (batch) =>
      batch.dropped?.batches === 2
        ? { type: 'error', code: 'RA_FRAME_INVALID', message: 'no', retry: false }
        : undefined;
    for (const i of [1, 2, 3]) b.spool.append(dropped(i));
    b.link.start();
    await b.server.until(() => b.server.lastSeq === 3, 'the batches behind the invalid one');
    assert.deepEqual(
      b.server.batches.map((x) => [x.seq, x.dropped?.reason]),
      [
        [1, 'disk'],
        [2, 'refused'],
        [3, 'disk'],
      ],
    );
    await b.end();
  });

  test('measures the difference of the clocks', async () => {
    const b = await bench();
    b.server.clockOffsetMs = -3_600_000;
    b.link.start();
    await waitFor(() => b.link.status().state === 'connected');
    assert.ok(Math.abs(b.link.status().skewMs! - 3_600_000) < 1000);
    await b.end();
  });

  test('a server that went silent without a word is noticed, and asked again', async () => {
    // Long enough that a machine with much else to do still answers in time before the silence.
    const b = await bench({ pingMs: 200 });
    b.link.start();
    await waitFor(() => b.link.status().state === 'connected');
    b.server.freeze(true);
    await waitFor(() => b.link.status().lastError === 'the server is silent');
    b.server.freeze(false);
    b.spool.append(dropped(1));
    await b.server.until(() => b.server.lastSeq === 1, 'the batch after the silence');
    await b.end();
  });

  test('stopping delivers what is waiting', async () => {
    const b = await bench();
    b.link.start();
    await waitFor(() => b.link.status().state === 'connected');
    for (let i = 1; i <= 40; i++) b.spool.append(dropped(i));
    await b.link.stop(3000);
    assert.equal(b.server.lastSeq, 40);
    assert.equal(b.spool.pending, 0);
    b.spool.close();
    await b.server.stop();
  });
});

describe('TLS', () => {
  const pinOf = (cert: string): string =>
    spkiPin(Buffer.from(cert.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

  test('at enrolment the pinned key is enough, another is refused before anything is sent, and no pin means authorities', async () => {
    const ca = await authority();
    const tls = await ca.issue({ ip: ['127.0.0.1'] });
    const server = new TestServer(tls);
    await server.start();
    const tryWith = (change: { tlsPin?: string }) =>
      enrol({ dataFolder: join(root, `tls-${counter++}`), code: server.code(change) });
    assert.equal((await tryWith({ tlsPin: pinOf(tls.cert) })).serverUrl, server.url);
    await assert.rejects(tryWith({ tlsPin: Buffer.alloc(32, 1).toString('base64url') }), {
      code: 'RA_TLS_PIN',
    });
    await assert.rejects(tryWith({}), { code: 'RA_TLS' });
    await server.stop();
  });

  test('a link delivers over TLS, and says nothing to a server that shows another key later', async () => {
    const ca = await authority();
    const tls = await ca.issue({ ip: ['127.0.0.1'] });
    const server = new TestServer(tls);
    await server.start();
    const b = await bench({ random: () => 0.05 }, server, pinOf(tls.cert));
    b.spool.append(dropped(1));
    b.link.start();
    await server.until(() => server.lastSeq === 1, 'a batch over TLS');
    await server.stop();
    const impostor = new TestServer(await ca.issue({ ip: ['127.0.0.1'] }));
    await impostor.start(server.port);
    b.spool.append(dropped(2));
    await waitFor(() => /pinned at enrolment/.test(b.link.status().lastError ?? ''));
    assert.equal(impostor.hellos.length, 0);
    await impostor.stop();
    await server.start();
    await server.until(() => server.lastSeq === 2, 'the batch, for the right server');
    await b.end();
  });
});

async function waitFor(condition: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
