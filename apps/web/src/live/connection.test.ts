import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { connectLive, type LiveState } from './connection.ts';
import type { ServerEvent } from './stream.ts';

let server: Server | undefined;
let stop: (() => void) | undefined;

afterEach(() => {
  stop?.();
  server?.closeAllConnections();
  server?.close();
});

/** A real server whose n-th connection is answered by `answer`, and a log that tests wait on. */
async function start(
  answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void,
  watchdogMs = 5_000,
) {
  const log: string[] = [];
  let wake: (() => void) | undefined;
  const note = (entry: string) => {
    log.push(entry);
    wake?.();
  };
  let attempts = 0;
  server = createServer((request, response) => {
    attempts += 1;
    answer(request, response, attempts);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  stop = connectLive({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    onEvent: (event: ServerEvent) => note(`event ${event.id} ${event.data}`),
    onState: (state: LiveState) => note(state.status),
    onSignedOut: () => note('signed out'),
    firstDelayMs: 5,
    watchdogMs,
  });
  return async (entry: string): Promise<string[]> => {
    while (!log.includes(entry)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return log;
  };
}
const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

describe('live connection', { timeout: 10_000 }, () => {
  it('continues after the last event when the server ended the stream', async () => {
    const until = await start((request, response, attempt) => {
      open(response);
      if (attempt === 1) response.end('id: 41\ndata: first\n\n');
      else response.write(`data: after ${request.headers['last-event-id']}\n\n`);
    });
    await until('event  after 41');
  });

  it('says that data is old while the server is away, and goes on when it is back', async () => {
    const until = await start((_request, response, attempt) => {
      if (attempt === 2) response.writeHead(503).end();
      else {
        open(response);
        if (attempt === 1) response.end('data: one\n\n');
        else response.write('data: two\n\n');
      }
    });
    const log = await until('event  two');
    assert.deepEqual(log, ['connecting', 'live', 'event  one', 'down', 'down', 'live', 'event  two']);
  });

  it('notices a silent line, and says that it was here before', async () => {
    const until = await start((request, response) => {
      open(response);
      response.write(`data: ${request.headers['last-event-id'] ?? 'first'}\n\n`);
    }, 50);
    assert.deepEqual((await until('event  0')).slice(0, 4), ['connecting', 'live', 'event  first', 'down']);
  });

  it('stays closed after the session ended', async () => {
    let calls = 0;
    const until = await start((_request, response) => {
      calls += 1;
      response.writeHead(401).end();
    });
    assert.deepEqual(await until('signed out'), ['connecting', 'signed out']);
    assert.equal(calls, 1);
  });
});
