import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Neighbour } from '@rettungsanker/protocol';
import { eachOf, type Stage } from './stage.ts';
import { clean } from './text.ts';

const AT_ONCE = 32;
const ANSWER_MS = 2_000;
/** RFC 4253, 4.2: at most 255 bytes; lines may come before it. */
const GREETING_BYTES = 1_024;
const PAGE_BYTES = 16 * 1024;
const SSH_PORT = 22;
const WEB = [
  { tls: false, ports: [80, 8080, 5000] },
  { tls: true, ports: [443, 8443, 8006] },
];

/** Reads what SSH and web servers say about themselves before anybody has signed in. */
export async function readGreetings(stage: Stage): Promise<void> {
  const { hood, pace, signal, progress } = stage;
  const asked = hood.neighbours().filter(({ openPorts }) => openPorts.length > 0);
  const ssh = async (address: string): Promise<void> => {
    await pace.take();
    const line = await sshGreeting(address, SSH_PORT, signal);
    if (line !== undefined) hood.greeted(address, { ssh: line });
  };
  const web = async (address: string, openPorts: readonly number[]): Promise<void> => {
    for (const { ports, tls } of WEB) {
      const port = ports.find((candidate) => openPorts.includes(candidate));
      if (port === undefined) continue;
      await pace.take();
      const page = await firstPage(address, port, tls, signal);
      if (page !== undefined) hood.greeted(address, { http: page });
      // A page without title mostly sends to the other port.
      if (page?.title !== undefined) return;
    }
  };
  const greet = async ({ address, openPorts }: Neighbour): Promise<void> => {
    const greetings = openPorts.includes(SSH_PORT) ? [ssh(address)] : [];
    await Promise.all([...greetings, web(address, openPorts)]);
  };
  await eachOf(asked, AT_ONCE, greet, progress);
}

/** @returns undefined where nothing like it comes within 2 s */
export function sshGreeting(address: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((settle) => {
    const socket = connect({ host: address, port });
    let text = '';
    let found: string | undefined;
    const end = within(signal, () => socket.destroy());
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const [, line] = /^(SSH-[^\r\n]*)\r?\n/m.exec(text) ?? [];
      found = line;
      if (line !== undefined || text.length > GREETING_BYTES) socket.destroy();
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      end();
      settle((found && clean(found)) || undefined);
    });
  });
}

/** @returns undefined where no answer comes within 2 s, or it says neither server nor title */
export function firstPage(
  address: string,
  port: number,
  tls: boolean,
  signal: AbortSignal,
): Promise<Neighbour['http'] | undefined> {
  return new Promise((settle) => {
    let answer: IncomingMessage | undefined;
    let body = '';
    const take = (response: IncomingMessage): void => {
      answer = response;
      response.on('data', (bytes: Buffer) => {
        body += bytes.toString('utf8');
        if (body.length > PAGE_BYTES) request.destroy();
      });
      response.on('error', () => {});
      response.once('close', finish);
    };
    const options = {
      host: address,
      port,
      path: '/',
      agent: false,
      maxHeaderSize: PAGE_BYTES,
      headers: { 'user-agent': 'rettungsanker-agent (discovery)', connection: 'close' },
    } as const;
    const request: ClientRequest = tls
      ? // Nothing is entrusted to it: devices show certificates of their own.
        httpsRequest({ ...options, rejectUnauthorized: false, servername: '' }, take)
      : httpRequest(options, take);
    const end = within(signal, () => request.destroy());
    function finish(): void {
      end();
      request.destroy();
      const server = clean(`${answer?.headers.server ?? ''}`);
      const title = titleOf(body);
      const says = { ...(server === '' ? {} : { server }), ...(title === '' ? {} : { title }) };
      settle(server === '' && title === '' ? undefined : says);
    }
    request.on('error', finish);
    request.once('close', finish);
    request.end();
  });
}

function titleOf(page: string): string {
  return clean(/<title[^>]{0,100}>([^<]{1,500})/i.exec(page.slice(0, PAGE_BYTES))?.[1] ?? '');
}

/** Ends it after the time for an answer, or with the signal. @returns what to call when it has ended by itself */
function within(signal: AbortSignal, end: () => void): () => void {
  const timer = setTimeout(end, ANSWER_MS);
  signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
}
