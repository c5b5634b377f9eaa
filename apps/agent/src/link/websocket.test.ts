import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseServerUrl } from './address.ts';
import { openWebSocket, type WebSocketClient } from './websocket.ts';
import { FrameError, FrameReader, type Message, OPCODE } from './websocket-frames.ts';

const MAX = 1_000_000;

describe('address of the server', () => {
  test('plain http is for the loopback only', () => {
    for (const url of [
      'http://127.0.0.1:80',
      'http://[::1]:8080',
      'http://localhost',
      'https://anker.example.de',
    ])
      assert.doesNotThrow(() => parseServerUrl(url), url);
    for (const url of [
      'http://anker.example.de',
      'http://10.0.0.1',
      'http://127.0.0.1.evil.de',
      'http://localhost.evil.de',
      'http://0.0.0.0',
      'http://[::ffff:10.0.0.1]',
    ])
      assert.throws(() => parseServerUrl(url), { code: 'RA_SERVER_NOT_TLS' }, url);
    for (const url of ['ftp://x', 'https://user:pw@x', 'https://x/?a', 'nonsense', ''])
      assert.throws(() => parseServerUrl(url), { code: 'RA_SERVER_URL' }, url);
  });

  test('a path in front and a port are kept', () => {
    assert.deepEqual(parseServerUrl('https://x.de:8443/anker/'), {
      secure: true,
      host: 'x.de',
      port: 8443,
      basePath: '/anker',
      authority: 'x.de:8443',
    });
  });
});

describe('frames', () => {
  /** A frame as a server sends it: not masked. */
  const frame = (opcode: number, payload: Buffer, final = true): Buffer => {
    const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
    head[0] = (final ? 0x80 : 0) | opcode;
    head[1] = head.length === 2 ? payload.length : head.length === 4 ? 126 : 127;
    if (head.length === 4) head.writeUInt16BE(payload.length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
    return Buffer.concat([head, payload]);
  };
  const read = (chunks: Buffer[], max = MAX): Message[] => {
    const messages: Message[] = [];
    const reader = new FrameReader(max);
    for (const chunk of chunks) reader.push(chunk, (message) => messages.push(message));
    return messages;
  };

  test('messages come out as they went in, however the network cuts the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'binary', maxLength: 400 }).map((s) => s.toWellFormed()),
          { maxLength: 6 },
        ),
        fc.integer({ min: 1, max: 300 }),
        (texts, size) => {
          const bytes = Buffer.concat(
            texts.flatMap((text) => {
              const payload = Buffer.from(text);
              const middle = payload.length >> 1;
              return [
                frame(OPCODE.text, payload.subarray(0, middle), false),
                frame(OPCODE.ping, Buffer.from('p')),
                frame(OPCODE.continuation, payload.subarray(middle)),
              ];
            }),
          );
          const chunks = [];
          for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
          const messages = read(chunks);
          assert.deepEqual(
            messages.filter((m) => m.opcode === OPCODE.text).map((m) => m.payload.toString()),
            texts,
          );
          assert.equal(messages.filter((m) => m.opcode === OPCODE.ping).length, texts.length);
        },
      ),
    );
  });

  test('what breaks RFC 6455 or the limit is refused with the right code', () => {
    const bad: [string, Buffer[], number][] = [
      ['masked', [Buffer.from([0x81, 0x80, 0, 0, 0, 0])], 1002],
      ['reserved bit', [Buffer.from([0xc1, 0])], 1002],
      ['continuation of nothing', [frame(OPCODE.continuation, Buffer.from('x'))], 1002],
      ['a text within a text', [frame(1, Buffer.from('a'), false), frame(1, Buffer.from('b'))], 1002],
      ['unknown code', [frame(3, Buffer.alloc(0))], 1002],
      ['cut control frame', [frame(OPCODE.ping, Buffer.alloc(0), false)], 1002],
      ['long control frame', [frame(OPCODE.ping, Buffer.alloc(126))], 1002],
      ['not UTF-8', [frame(1, Buffer.from([0xff, 0xfe]))], 1007],
      ['too large at once', [frame(1, Buffer.alloc(200))], 1009],
      [
        'too large in parts',
        Array.from({ length: 3 }, (_, i) => frame(i ? 0 : 1, Buffer.alloc(50), false)),
        1009,
      ],
      [
        'a length beyond all numbers',
        [Buffer.from([0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255])],
        1009,
      ],
    ];
    for (const [name, chunks, status] of bad) {
      assert.throws(
        () => read(chunks, 100),
        (error) => error instanceof FrameError && error.status === status,
        name,
      );
    }
  });
});

describe('client against the ws package', () => {
  let server: WebSocketServer;
  let peer: WebSocket;
  before(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      peer = socket;
    });
    await once(server, 'listening');
  });
  after(() => server.close());

  const connect = async (handlers: {
    onText?: (text: string) => void;
    onClose?: (reason: string) => void;
  }) => {
    const connected = once(server, 'connection');
    const client: WebSocketClient = await openWebSocket({
      address: parseServerUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      path: '/x',
      tlsPin: undefined,
      maxMessageBytes: MAX,
      connectTimeoutMs: 2000,
      onText: () => {},
      onActivity: () => {},
      onClose: () => {},
      ...handlers,
    });
    await connected;
    return client;
  };

  test('texts of every length class arrive whole in both directions', async () => {
    for (const length of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
      const text = 'ä'.repeat(length / 2) + 'x'.repeat(length % 2);
      const echoed = Promise.withResolvers<string>();
      const client = await connect({ onText: echoed.resolve });
      peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
      client.send(Buffer.from(text));
      assert.equal(await echoed.promise, text);
      client.close(1000);
    }
  });

  test('a ping is answered, and ours is; a good-bye ends the connection with its reason', async () => {
    const closed = Promise.withResolvers<string>();
    const client = await connect({ onClose: closed.resolve });
    const pong = once(peer, 'pong');
    peer.ping('hello');
    assert.equal(String((await pong)[0]), 'hello');
    const ping = once(peer, 'ping');
    client.ping();
    await ping;
    const left = once(peer, 'close');
    peer.close(1013, 'RA_STORAGE_FULL');
    assert.match(await closed.promise, /1013 RA_STORAGE_FULL/);
    assert.equal((await left)[0], 1013);
  });

  test('what is no WebSocket server is refused', async () => {
    const answers: [string, string][] = [
      ['HTTP/1.1 404 Not Found\r\n\r\n', 'RA_UPGRADE'],
      ['SSH-2.0-OpenSSH_9.2\r\n\r\n', 'RA_UPGRADE'],
      [
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
        'RA_UPGRADE',
      ],
      ['x'.repeat(20_000), 'RA_CONNECT'],
      ['', 'RA_CONNECT'],
    ];
    for (const [answer, code] of answers) {
      const fake = createServer((socket: Socket) => {
        socket.on('error', () => {}).once('data', () => socket.end(answer));
      });
      fake.listen(0, '127.0.0.1');
      await once(fake, 'listening');
      await assert.rejects(
        openWebSocket({
          address: parseServerUrl(`http://127.0.0.1:${(fake.address() as AddressInfo).port}`),
          path: '/',
          tlsPin: undefined,
          maxMessageBytes: MAX,
          connectTimeoutMs: 2000,
          onText: () => {},
          onActivity: () => {},
          onClose: () => {},
        }),
        { code },
      );
      fake.close();
    }
  });
});
