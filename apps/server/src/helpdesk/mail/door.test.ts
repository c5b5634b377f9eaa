import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import {
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../testing/index.ts';
import { type Door, openDoor } from './door.ts';
import { LIMITS } from './parse/limits.ts';

const SUPPORT = 'support@anker.example';
interface Found {
  items: { id: string; title: string; clientId: string }[];
}

describe('the SMTP door', { timeout: 120_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let door: Door;
  let full = false;
  const open = (protocol: 'smtp' | 'lmtp'): Promise<Door> =>
    openDoor({
      db: program.database.db,
      tenancy: program.tenancy,
      log: pino({ level: 'silent' }),
      address: { host: '127.0.0.1', port: 0, protocol },
      full: () => full,
    });
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const { clientId } = await testClient(program, 'Nordwind KG', 'NOR');
    await owner.call('PUT', `/clients/${clientId}/mail-domains`, { domains: ['nordwind.example'] });
    const path = `/clients/${program.providerId}/settings/mail/mailboxes`;
    assert.equal((await owner.post(path, { kind: 'door', address: SUPPORT })).status, 201);
    door = await open('smtp');
  });
  after(async () => {
    await door?.close();
    await program?.close();
  });

  const send = async (to: string[], raw: string, port = door.port, lmtp = false): Promise<string> => {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, lmtp } as never);
    try {
      const from = 'erika@nordwind.example';
      return ((await transport.sendMail({ envelope: { from, to }, raw })) as { response: string }).response;
    } catch (error) {
      return (error as { response?: string }).response ?? String(error);
    } finally {
      transport.close();
    }
  };
  const mail = (subject: string, text = 'Text'): string =>
    `From: erika@nordwind.example\r\nMessage-ID: <${subject}@nordwind.example>\r\nSubject: ${subject}\r\n\r\n${text}\r\n`;
  const tickets = async (title: string) =>
    (await owner.get<Found>(`/tickets?state=any&q=${title}`)).body.items.filter((one) => one.title === title);

  it('takes mail for its addresses, also with a token, and for nobody else', async () => {
    assert.match(await send([SUPPORT], mail('Eins')), /^250/);
    assert.match(await send(['Support+abc@anker.example'], mail('Zwei')), /^250/);
    assert.match(await send(['chef@anker.example'], mail('Fremd')), /^550/);
    assert.match(await send(['someone@elsewhere.example'], mail('Weiter')), /^550/);
    await until(
      async () => (await tickets('Eins')).length === 1 && (await tickets('Zwei')).length === 1,
      30_000,
    );
    assert.equal((await tickets('Fremd')).length + (await tickets('Weiter')).length, 0);
  });

  it('a mail that comes again, because our answer was lost, is the same mail', async () => {
    for (let tries = 0; tries < 3; tries++) assert.match(await send([SUPPORT], mail('Nochmal')), /^250/);
    await until(async () => (await tickets('Nochmal')).length > 0, 30_000);
    assert.match(await send([SUPPORT], mail('Danach')), /^250/);
    await until(async () => (await tickets('Danach')).length > 0, 30_000);
    assert.equal((await tickets('Nochmal')).length, 1);
  });

  it('refuses what is too large, and too many recipients', async () => {
    assert.match(await send([SUPPORT], mail('Gross', 'x'.repeat(LIMITS.rawBytes + 1))), /^552/);
    const many = Array.from({ length: 10_000 }, (_, i) => `support+${i}@anker.example`);
    const talk = await conversation(door.port, [
      'EHLO x',
      'MAIL FROM:<a@b.example>',
      ...many.map((to) => `RCPT TO:<${to}>`),
    ]);
    assert.equal(talk.filter((line) => line.startsWith('452')).length, 10_000 - LIMITS.recipients);
  });

  it('with a full disk the other server keeps its mail', async () => {
    full = true;
    assert.match(await send([SUPPORT], mail('Voll')), /^452/);
    full = false;
    assert.match(await send([SUPPORT], mail('Voll')), /^250/);
  });

  it('speaks LMTP as well', async () => {
    const lmtp = await open('lmtp');
    assert.match(await send([SUPPORT], mail('Lmtp'), lmtp.port, true), /^250/);
    await until(async () => (await tickets('Lmtp')).length === 1, 30_000);
    await lmtp.close();
  });

  it('a port that is taken is said in words', async () => {
    await assert.rejects(
      openDoor({
        db: program.database.db,
        tenancy: program.tenancy,
        log: pino({ level: 'silent' }),
        address: { host: '127.0.0.1', port: door.port, protocol: 'smtp' },
        full: () => false,
      }),
      { code: 'RA_PORT_IN_USE' },
    );
  });
});

/** Says lines one after the other and returns every answer after the greeting. */
function conversation(port: number, lines: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    const answers: string[] = [];
    let rest = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      const parts = `${rest}${chunk}`.split('\r\n');
      rest = parts.pop()!;
      for (const line of parts.filter((part) => /^\d{3} /.test(part))) {
        answers.push(line);
        const next = lines[answers.length - 1];
        if (next === undefined) {
          socket.destroy();
          return resolve(answers);
        }
        socket.write(`${next}\r\n`);
      }
    });
  });
}
