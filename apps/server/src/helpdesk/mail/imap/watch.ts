import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { Logger } from 'pino';
import type { Tenancy } from '../../../platform/tenancy/transactions.ts';
import { providerClientId } from '../../../platform/tenancy/transactions.ts';
import type { Database } from '../dependencies.ts';
import { type ImapAccount, openAccount } from '../mailboxes.ts';
import { connectTo, reasonOf } from './connect.ts';
import { fetchNew, type OnStep } from './fetch.ts';

const LOOK_MS = 2_000;
/** A server that knows no IDLE, or forgets to tell, is asked this often. */
const ASK_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

interface Watched {
  version: string;
  stop(): Promise<void>;
}

/** Keeps a connection to every mailbox that is switched on, and takes in what comes. Runs in one process only. */
export function startMailWatch(options: { db: Database; tenancy: Tenancy; log: Logger; onStep?: OnStep }): {
  stop(): Promise<void>;
} {
  const { db, tenancy, log } = options;
  const watched = new Map<string, Watched>();
  const stopping = new AbortController();

  const look = async (): Promise<void> => {
    const providerId = await providerClientId(db);
    const rows = await tenancy.asSystem(providerId, (ctx) =>
      ctx.tx
        .selectFrom('mailbox')
        .select(['id', 'updatedAt'])
        .where('clientId', '=', providerId)
        .where('kind', '=', 'imap')
        .where('enabled', '=', true)
        .execute(),
    );
    const wanted = new Map(rows.map(({ id, updatedAt }) => [id, updatedAt.toISOString()]));
    for (const [id, { version, stop }] of watched) {
      if (wanted.get(id) === version) continue;
      watched.delete(id);
      await stop();
    }
    for (const [id, version] of wanted) {
      if (watched.has(id)) continue;
      const account = await tenancy.asSystem(providerId, (ctx) => openAccount(ctx, id));
      if (account)
        watched.set(id, { version, stop: watchMailbox(tenancy, providerId, account, log, options.onStep) });
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) =>
        log.warn({ err: error }, 'The mailboxes could not be looked at.'),
      );
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([...watched.values()].map(({ stop }) => stop()));
    },
  };
}

function watchMailbox(
  tenancy: Tenancy,
  providerId: string,
  account: ImapAccount,
  log: Logger,
  onStep: OnStep | undefined,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current: ImapFlow | undefined;
  const session = async (): Promise<void> => {
    const { imap, opened } = await connectTo(account);
    current = imap;
    try {
      if (signal.aborted) return;
      await live(imap, async () => {
        const box = imap.mailbox || opened;
        await fetchNew(tenancy, providerId, account, imap, box, onStep);
      });
    } finally {
      imap.close();
    }
  };
  const run = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const began = performance.now();
      const error = await session().then(
        () => new Error('the connection was closed'),
        (thrown: unknown) => thrown,
      );
      if (signal.aborted) return;
      await noteError(tenancy, providerId, account.id, reasonOf(error));
      log.warn({ mailbox: account.id, reason: reasonOf(error) }, 'A mailbox cannot be read at the moment.');
      // What held for a while was no failure of the settings.
      pause = performance.now() - began > 60_000 ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  };
  const running = run().catch((error: unknown) =>
    log.error({ err: error }, 'A mailbox is no longer watched.'),
  );
  return async () => {
    stopping.abort();
    current?.close();
    await running;
  };
}

/** Fetches now, whenever the server says that something came, and now and then. Returns when the connection ends. */
async function live(imap: ImapFlow, fetch: () => Promise<void>): Promise<void> {
  let again = true;
  let wake: (() => void) | undefined;
  const onNews = (): void => {
    again = true;
    wake?.();
  };
  imap.on('exists', onNews);
  imap.on('close', onNews);
  while (imap.usable) {
    if (again) {
      again = false;
      await fetch();
      continue;
    }
    // The promise of IDLE ends when a command wants the connection; that command is the next fetch.
    const idling = imap.idle().catch(() => false);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(onNews, ASK_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (again) wake();
    });
    wake = undefined;
    void idling;
  }
}

async function noteError(tenancy: Tenancy, providerId: string, id: string, error: string): Promise<void> {
  await tenancy
    .asSystem(providerId, (ctx) =>
      ctx.tx
        .updateTable('mailbox')
        .set({ lastError: error, errorAt: ctx.now })
        .where('clientId', '=', providerId)
        .where('id', '=', id)
        .execute(),
    )
    .catch(() => {});
}
