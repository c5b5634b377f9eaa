import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { setUpOwner, type TestProgram, testProgram, until } from '../../testing/index.ts';
import type { FetchStep } from './imap/fetch.ts';
import { Dovecot, noDovecot } from './testing/dovecot.ts';

const SUPPORT = 'support@anker.example';
const PATIENCE = 60_000;

describe('exactly once', { skip: noDovecot, timeout: 240_000 }, () => {
  let dovecot: Dovecot;
  let program: TestProgram;
  let superuser: pg.Client;
  before(async () => {
    dovecot = await Dovecot.start();
    // Nobody fetches here but the processes that the test starts.
    program = await testProgram({ flags: { roles: 'api' } });
    const owner = await setUpOwner(program);
    const added = await owner.post(
      `/clients/${program.providerId}/settings/mail/mailboxes`,
      dovecot.account(SUPPORT),
    );
    assert.equal(added.status, 201);
    superuser = new pg.Client(program.database.superuser);
    await superuser.connect();
    await superuser.query('set search_path to rettungsanker');
  });
  after(async () => {
    await superuser?.end();
    await program?.close();
    await dovecot?.stop();
  });

  const start = (step: FetchStep | 'never') => {
    const { appAddress: address } = program.database;
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('./testing/victim.ts', import.meta.url)),
        JSON.stringify({ address, dataDir: program.dataDir, step }),
      ],
      { stdio: 'inherit' },
    );
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.once('exit', (_code, signal) => resolve(signal)),
    );
    return { child, ended };
  };
  const mail = (number: number): string =>
    `From: a@nord.example\r\nMessage-ID: <${number}@nord.example>\r\nSubject: Mail ${number}\r\n\r\nText ${number}\r\n`;
  const recorded = async (): Promise<string[]> => {
    const { rows } = await superuser.query<{ raw: Buffer; state: string }>(
      "select raw, state from mail_intake where state <> 'duplicate' order by uid",
    );
    return rows.map(({ raw }) => /Subject: (.*)\r/.exec(raw.toString())![1]!);
  };

  it('kill -9 at every step of a fetch neither loses nor doubles a mail', async () => {
    const wanted: string[] = [];
    let number = 0;
    for (const step of ['fetched', 'recorded', 'committed', 'marked'] as const) {
      for (let more = 0; more < 3; more++) {
        await dovecot.append(SUPPORT, mail(++number));
        wanted.push(`Mail ${number}`);
      }
      const { ended } = start(step);
      assert.equal(await ended, 'SIGKILL', step);
      const now = await recorded();
      if (step === 'committed')
        assert.ok((await dovecot.flags(SUPPORT)).some((flags) => !flags.includes('\\Seen')));
      assert.equal(new Set(now).size, now.length, `${step}: nothing twice`);
    }
    const { child, ended } = start('never');
    await until(async () => (await recorded()).length >= wanted.length, PATIENCE);
    await until(
      async () => (await dovecot.flags(SUPPORT)).every((flags) => flags.includes('\\Seen')),
      PATIENCE,
    );
    assert.deepEqual(await recorded(), wanted);
    const { rows } = await superuser.query<{ count: number }>(
      `select count(*)::int as count from graphile_worker.jobs where task_identifier = 'helpdesk.mail'`,
    );
    assert.equal(rows[0]!.count, wanted.length, 'and each has one job');
    child.kill('SIGKILL');
    await ended;
  });

  it('a mail that was read before we came, and one that was read after, are told apart', async () => {
    const imap = await dovecot.reader(SUPPORT);
    await imap.append('INBOX', mail(100), ['\\Seen']);
    await imap.logout();
    const { child, ended } = start('never');
    await until(async () => (await recorded()).includes('Mail 100'), PATIENCE);
    child.kill('SIGKILL');
    await ended;
  });

  it('when the server counts anew, what is known stays known', async () => {
    const before = await recorded();
    await superuser.query('update mailbox set uid_validity = uid_validity - 1, fetched_at = now()');
    await dovecot.append(SUPPORT, mail(101));
    const { child, ended } = start('never');
    await until(async () => (await recorded()).includes('Mail 101'), PATIENCE);
    child.kill('SIGKILL');
    await ended;
    assert.equal((await recorded()).length, before.length + 1);
  });
});
