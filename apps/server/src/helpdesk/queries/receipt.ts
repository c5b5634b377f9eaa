import type { Context, Locale } from '../../platform/context.ts';
import { formatTime } from '../../platform/i18n/words.ts';
import type { MATTERS } from '../schema.ts';
import { currentServiceLevel } from '../service-level.ts';

/** What somebody who has just turned to us gets: a number to quote, until when we answer, and what to do meanwhile. */
export async function receiptOf(ctx: Context, ticketId: string, about: (typeof MATTERS)[number]) {
  const ticket = await ctx.tx
    .selectFrom('ticket')
    .innerJoin('client', 'client.id', 'ticket.clientId')
    .select(['ticket.number', 'ticket.firstResponseDueAt as respondBy', 'client.code'])
    .where('ticket.clientId', '=', ctx.clientId)
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { timeZone } = (await currentServiceLevel(ctx)).calendar.versions.at(-1)!;
  const { respondBy } = ticket;
  const due = respondBy && formatTime(ctx.locale, respondBy.toISOString(), timeZone);
  return { reference: `${ticket.code}-${ticket.number}`, respondBy, next: NEXT[ctx.locale](about, due) };
}

const NEXT: Record<Locale, (about: (typeof MATTERS)[number], due: string | null) => string[]> = {
  de: (about, due) => [
    due
      ? `Wir sehen uns das an und melden uns spätestens am ${due} Uhr.`
      : 'Wir sehen uns das an und melden uns bei Ihnen.',
    ...(about === 'suspicious-mail'
      ? [
          'Öffnen Sie in der E-Mail keine Links und keine Anhänge, und antworten Sie nicht darauf.',
          'Löschen Sie die E-Mail noch nicht: Wir brauchen sie vielleicht.',
          'Haben Sie schon etwas angeklickt oder ein Passwort eingegeben? Rufen Sie uns sofort an. Niemand macht Ihnen Vorwürfe.',
        ]
      : ['Unsere Antwort finden Sie in diesem Ticket; Sie bekommen auch eine Nachricht.']),
  ],
  en: (about, due) => [
    due ? `We look into it and answer by ${due} at the latest.` : 'We look into it and will get back to you.',
    ...(about === 'suspicious-mail'
      ? [
          'Do not open links or attachments in the e-mail, and do not answer it.',
          'Do not delete the e-mail yet: we may need it.',
          'Did you click on something already, or enter a password? Call us at once. Nobody will blame you.',
        ]
      : ['You find our answer in this ticket, and you get a message.']),
  ],
};
