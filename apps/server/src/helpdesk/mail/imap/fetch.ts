import type { ImapFlow, MailboxObject } from 'imapflow';
import type { Context } from '../../../platform/context.ts';
import type { Tenancy } from '../../../platform/tenancy/transactions.ts';
import { recordArrival } from '../intake.ts';
import type { ImapAccount } from '../mailboxes.ts';
import { LIMITS } from '../parse/limits.ts';

const BATCH = 50;
const BATCH_BYTES = 8 * 1024 * 1024;
/** After the server counted anew, mails of this time before the last look are looked at again. */
const LOOK_BACK_MS = 3 * 86_400_000;

/** Where a fetch can be ended by force; tests do. */
export type FetchStep = 'fetched' | 'recorded' | 'committed' | 'marked';
export type OnStep = (step: FetchStep) => void;

/**
 * Takes in what is new in the open folder: first ours, in one transaction, then marked on the server. Ended between the
 * two, the next look finds the mail recorded and only marks it.
 * @returns how many came in
 */
export async function fetchNew(
  tenancy: Tenancy,
  providerId: string,
  account: ImapAccount,
  imap: ImapFlow,
  opened: MailboxObject,
  onStep: OnStep = () => {},
): Promise<number> {
  const uidValidity = Number(opened.uidValidity);
  const uids = await candidates(tenancy, providerId, account, imap, uidValidity, opened.uidNext);
  let taken = 0;
  for (let start = 0; start < uids.length; start += BATCH)
    taken += await takeIn(
      tenancy,
      providerId,
      account,
      imap,
      uidValidity,
      uids.slice(start, start + BATCH),
      onStep,
    );
  await tenancy.asSystem(providerId, (ctx) =>
    ctx.tx
      .updateTable('mailbox')
      .set({ fetchedAt: ctx.now, lastError: null, errorAt: null })
      .where('clientId', '=', providerId)
      .where('id', '=', account.id)
      .execute(),
  );
  return taken;
}

/**
 * Unread mails, and those above the highest number that we know: somebody may have read one before us. On the first
 * look nothing that was read already is taken in.
 */
async function candidates(
  tenancy: Tenancy,
  providerId: string,
  account: ImapAccount,
  imap: ImapFlow,
  uidValidity: number,
  uidNext: number,
): Promise<number[]> {
  const state = await tenancy.asSystem(providerId, async (ctx) => {
    const row = await ctx.tx
      .selectFrom('mailbox')
      .select(['uidValidity', 'lastUid', 'fetchedAt'])
      .where('clientId', '=', providerId)
      .where('id', '=', account.id)
      .executeTakeFirst();
    if (row && row.uidValidity !== uidValidity)
      await noteProgress(ctx, account.id, uidValidity, row.uidValidity === null ? uidNext - 1 : 0);
    return row;
  });
  if (!state) return [];
  const found = new Set(await search(imap, { seen: false }));
  if (state.uidValidity === uidValidity) {
    for (const uid of await search(imap, { uid: `${state.lastUid + 1}:*` }))
      if (uid > state.lastUid) found.add(uid);
  } else if (state.uidValidity !== null) {
    const since = new Date((state.fetchedAt ?? new Date()).getTime() - LOOK_BACK_MS);
    for (const uid of await search(imap, { since })) found.add(uid);
  }
  return [...found].sort((a, b) => a - b);
}

async function search(imap: ImapFlow, query: Parameters<ImapFlow['search']>[0]): Promise<number[]> {
  const found = await imap.search(query, { uid: true });
  return Array.isArray(found) ? found : [];
}

async function takeIn(
  tenancy: Tenancy,
  providerId: string,
  account: ImapAccount,
  imap: ImapFlow,
  uidValidity: number,
  uids: readonly number[],
  onStep: OnStep,
): Promise<number> {
  const known = new Set(await knownUids(tenancy, providerId, account.id, uidValidity, uids));
  const fresh = uids.filter((uid) => !known.has(uid));
  let taken = 0;
  if (fresh.length > 0) {
    const sizes = await imap.fetchAll(fresh.join(','), { uid: true, size: true }, { uid: true });
    for (const group of groups(sizes.map(({ uid, size }) => ({ uid, size: size ?? 0 })))) {
      const sources = await imap.fetchAll(
        group.map(({ uid }) => uid).join(','),
        group.some(({ size }) => size > LIMITS.rawBytes)
          ? { uid: true, source: { start: 0, maxLength: LIMITS.keptOfLarger } }
          : { uid: true, source: true },
        { uid: true },
      );
      onStep('fetched');
      const sizeOf = new Map(group.map(({ uid, size }) => [uid, size]));
      await tenancy.asSystem(providerId, async (ctx) => {
        for (const { uid, source } of sources) {
          const size = sizeOf.get(uid) ?? 0;
          const made = await recordArrival(ctx, {
            mailboxId: account.id,
            at: { uidValidity, uid },
            raw: source ?? Buffer.alloc(0),
            ...(size > LIMITS.rawBytes ? { size } : {}),
          });
          if (made === 'new') taken++;
        }
        await noteProgress(ctx, account.id, uidValidity, Math.max(0, ...sources.map(({ uid }) => uid)));
        onStep('recorded');
      });
      onStep('committed');
    }
  }
  await mark(imap, account, uids);
  onStep('marked');
  return taken;
}

/** Only what is committed here is marked there. */
async function mark(imap: ImapFlow, account: ImapAccount, uids: readonly number[]): Promise<void> {
  const range = uids.join(',');
  await imap.messageFlagsAdd(range, ['\\Seen'], { uid: true });
  if (account.doneFolder !== null) await imap.messageMove(range, account.doneFolder, { uid: true });
}

async function knownUids(
  tenancy: Tenancy,
  providerId: string,
  mailboxId: string,
  uidValidity: number,
  uids: readonly number[],
): Promise<number[]> {
  const rows = await tenancy.asSystem(providerId, (ctx) =>
    ctx.tx
      .selectFrom('mailIntake')
      .select('uid')
      .where('clientId', '=', providerId)
      .where('mailboxId', '=', mailboxId)
      .where('uidValidity', '=', uidValidity)
      .where('uid', 'in', uids)
      .execute(),
  );
  return rows.map(({ uid }) => uid!);
}

async function noteProgress(
  ctx: Context,
  mailboxId: string,
  uidValidity: number,
  uid: number,
): Promise<void> {
  const row = await ctx.tx
    .selectFrom('mailbox')
    .select(['uidValidity', 'lastUid'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', mailboxId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  await ctx.tx
    .updateTable('mailbox')
    .set({ uidValidity, lastUid: row.uidValidity === uidValidity ? Math.max(row.lastUid, uid) : uid })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', mailboxId)
    .execute();
}

/** What is fetched at once: some mails, some megabytes; a mail that is too large alone, as only its beginning is. */
function* groups<T extends { size: number }>(mails: readonly T[]): Generator<T[]> {
  let group: T[] = [];
  let bytes = 0;
  for (const mail of mails) {
    if (mail.size > LIMITS.rawBytes) {
      yield [mail];
      continue;
    }
    if (group.length > 0 && bytes + mail.size > BATCH_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(mail);
    bytes += mail.size;
  }
  if (group.length > 0) yield group;
}
