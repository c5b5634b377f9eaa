/** What a mail is and where it belongs: pure, with everything known passed in. */
export { type Automatic, automatic, mayAnswer } from './automatic.ts';
export { type DeliveryReport, deliveryReport } from './delivery-report.ts';
export type { Headers } from './headers.ts';
export { messageIds } from './message-ids.ts';
export { type Parts, splitReply } from './quote.ts';
export { baseSubject, subjectTag } from './subject.ts';
export { type Known, type MailClues, type Place, placeOf } from './thread.ts';
export { readToken, type TicketToken, ticketToken } from './token.ts';
