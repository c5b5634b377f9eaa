/**
 * From a mail in the mailbox of a real IMAP server (dovecot) to its ticket at the API, one at a time; then a storm of
 * mails that lie in the mailbox at once, until all are ours and until all are tickets. `--mails N` (default 10,000),
 * `--single N` (default 100), `--json`.
 */
import { parseArgs } from 'node:util';
import { Dovecot, noDovecot, setUpOwner, testProgram, until } from '@rettungsanker/server/testing';

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '10000' },
    single: { type: 'string', default: '100' },
    json: { type: 'boolean' },
  },
});
if (noDovecot) {
  console.log(`not measured: ${noDovecot}`);
  process.exit(0);
}
const CLIENTS = 5;
const HOUR = 3_600_000;
const dovecot = await Dovecot.start();
const program = await testProgram();
const owner = await setUpOwner(program);
for (let number = 0; number < CLIENTS; number++) {
  const { body } = await owner.post<{ id: string }>('/clients', { name: `Client ${number}` });
  await owner.call('PUT', `/clients/${body.id}/mail-domains`, { domains: [`c${number}.example`] });
}
const add = (user: string) =>
  owner.post(`/clients/${program.providerId}/settings/mail/mailboxes`, dovecot.account(user));
const count = async (what: string): Promise<number> => {
  const { rows } = await program.database.owner.query<{ count: number }>(
    `select count(*)::int as count from ${what}`,
  );
  return rows[0]!.count;
};
const mail = (number: number, subject: string): string =>
  [
    `From: Person ${number % 500} <p${number % 500}@c${number % CLIENTS}.example>`,
    'To: support@anker.example',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${subject}@c.example>`,
    `Subject: ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Guten Tag,\r\n\r\n${'Der Drucker druckt nicht. '.repeat(20)}\r\n`,
  ].join('\r\n');

await add('single@anker.example');
const imap = await dovecot.reader('single@anker.example');
const delays: number[] = [];
for (let number = 0; number < Number(values.single); number++) {
  const subject = `Einzeln${number}`;
  const sent = performance.now();
  await imap.append('INBOX', mail(number, subject));
  await until(async () => {
    const { body } = await owner.get<{ items: { title: string }[] }>(`/tickets?state=any&q=${subject}`);
    return body.items.some(({ title }) => title === subject);
  }, HOUR);
  delays.push(performance.now() - sent);
  // The brake on all requests is not what is measured.
  await new Promise((resolve) => setTimeout(resolve, 200));
}
await imap.logout();
delays.sort((a, b) => a - b);
const at = (share: number): number => Math.round(delays[Math.floor(share * (delays.length - 1))]!);
console.log(`one mail, append to ticket at the API: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);

const mails = Number(values.mails);
await dovecot.flood(
  'storm@anker.example',
  Array.from({ length: mails }, (_, number) => mail(number, `Sturm-${number}`)),
);
const before = await count('ticket');
await add('storm@anker.example');
const began = performance.now();
await until(async () => (await count('mail_intake')) >= mails + delays.length, HOUR);
const taken = performance.now() - began;
await until(async () => (await count("mail_intake where state = 'new'")) === 0, HOUR);
const judged = performance.now() - began;
const tickets = (await count('ticket')) - before;
const distinct = await count("(select distinct title from ticket where title like 'Sturm-%') x");
await program.close();
await dovecot.stop();

const rate = (ms: number): number => Math.round((mails / ms) * 1000);
console.log(`${mails} mails at once: taken in at ${rate(taken)}/s, tickets at ${rate(judged)}/s`);
console.log(`lost ${mails - distinct}, doubled ${tickets - distinct}`);
if (values.json)
  console.log(
    JSON.stringify({
      name: 'mail-in',
      figure: at(0.95),
      unit: 'ms p95 to ticket',
      peers: {},
      ratio: {},
      goal: 2000,
      met: at(0.95) <= 2000 && rate(taken) > 50 && tickets === mails,
    }),
  );
process.exit(0);
