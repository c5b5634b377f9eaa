/* Remote write by somebody honest, who counts, and by somebody who is not. */
import { randomBytes } from 'node:crypto';
import { snappy, writeRequest } from '../../apps/server/src/monitoring/ingest/testing/wire.ts';

const SERIES = 500;
export const SOAK_METRIC = 'soak_value';

async function send(url: string, token: string, body: Buffer): Promise<number> {
  const response = await fetch(`${url}/ingest/v1/prometheus/write`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
  });
  await response.arrayBuffer();
  return response.status;
}

/** One round of an honest sender. @returns how many samples were acknowledged */
export async function sendHonest(url: string, token: string): Promise<number> {
  const at = Date.now();
  const series = Array.from({ length: SERIES }, (_, i) => ({
    labels: [
      ['__name__', SOAK_METRIC],
      ['instance', `host-${i % 20}`],
      ['number', String(i)],
    ] as [string, string][],
    samples: [[at, Math.random()]] as [number, number][],
  }));
  const status = await send(url, token, snappy(writeRequest(series)));
  return status === 204 ? SERIES : 0;
}

/** One round of everything that is not remote write. @returns the answers, none of which may be of the kind 500 */
export async function sendHostile(url: string, token: string): Promise<number[]> {
  const one = (labels: [string, string][]): Buffer => writeRequest([{ labels, samples: [[Date.now(), 1]] }]);
  const id = (): string => randomBytes(6).toString('hex');
  const bomb = writeRequest(
    Array.from({ length: 500 }, () => ({
      labels: [
        ['__name__', 'bomb'],
        ['id', id()],
      ] as [string, string][],
      samples: [[Date.now(), 1]] as [number, number][],
    })),
  );
  const bodies = [
    // No snappy; snappy that promises gigabytes; snappy that refers before its beginning.
    randomBytes(2000),
    Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0x00]),
    Buffer.from([0x40, 0x0a, 0xff, 0xff]),
    // No protobuf; a length beyond the end; a number without an end.
    snappy(randomBytes(2000)),
    snappy(Buffer.from([0x0a, 0xff, 0xff, 0x03, 0x01])),
    snappy(Buffer.alloc(4000, 0xff)),
    // Zeros that unpack to more than is taken.
    snappy(Buffer.alloc(20 * 1024 * 1024)),
    snappy(bomb),
    snappy(one([['__name__', '']])),
    snappy(
      one([
        ['__name__', 'no name at all!'],
        ['9', 'x'],
      ]),
    ),
    snappy(
      one([
        ['__name__', 'long'],
        ['text', 'x'.repeat(100_000)],
      ]),
    ),
    snappy(one(Array.from({ length: 500 }, (_, i) => [`label_${i}`, id()] as [string, string]))),
  ];
  const answers: number[] = [];
  for (const body of bodies) answers.push(await send(url, token, body));
  return answers;
}
