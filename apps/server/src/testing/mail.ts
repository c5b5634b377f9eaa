import { recordArrival } from '../helpdesk/index.ts';
import type { Program } from '../program.ts';

/** Takes in a mail as if it had come to the mailbox. @param raw with CRLF */
export async function receiveMail(program: Program, mailboxId: string, raw: string): Promise<void> {
  await program.tenancy.asSystem(program.providerId, (ctx) =>
    recordArrival(ctx, { mailboxId, at: null, raw: Buffer.from(raw) }),
  );
}
