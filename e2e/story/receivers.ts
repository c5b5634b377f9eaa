import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  at: number;
  messageId: string;
  to: string;
  subject: string;
  text: string;
}
export interface ReceivedCall {
  at: number;
  delivery: string;
  valid: boolean;
  kind: string;
  body: Record<string, unknown>;
}

/** A real mail server on loopback that keeps what it gets. */
export async function startMailServer(): Promise<{
  port: number;
  mails: ReceivedMail[];
  stop(): Promise<void>;
}> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        const to = Array.isArray(mail.to)
          ? mail.to.map((entry) => entry.text).join(', ')
          : (mail.to?.text ?? '');
        mails.push({
          at: Date.now(),
          messageId: mail.messageId ?? '',
          to,
          subject: mail.subject ?? '',
          text: mail.text ?? '',
        });
        done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A real receiver of webhooks; checks the signature as the documentation tells others to. With `refuseFirst` a repetition is part of the story. */
export async function startWebhookReceiver(options: { refuseFirst: boolean }): Promise<{
  url: string;
  calls: ReceivedCall[];
  refused: number;
  secret: string;
  stop(): Promise<void>;
}> {
  const state = { url: '', calls: [] as ReceivedCall[], refused: 0, secret: '', stop: async () => {} };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      if (options.refuseFirst && state.refused === 0) {
        state.refused++;
        response.writeHead(503).end();
        return;
      }
      const [, time, signature] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['rettungsanker-signature'])) ?? [];
      const expected = createHmac('sha256', state.secret).update(`${time}.${body}`).digest('hex');
      const parsed = JSON.parse(body) as Record<string, unknown>;
      state.calls.push({
        at: Date.now(),
        delivery: String(request.headers['rettungsanker-delivery']),
        valid: signature === expected,
        kind: String(parsed.kind),
        body: parsed,
      });
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  state.stop = () => new Promise((resolve) => server.close(() => resolve()));
  return state;
}
