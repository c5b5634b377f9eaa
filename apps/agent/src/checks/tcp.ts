import type { CheckOutcome, TcpCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { bytesOf, Conversation } from './conversation.ts';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { tenths } from './values.ts';

/** Of an answer, as much is looked at. */
const ANSWER_BYTES = 64 * 1024;

/** @throws CheckError */
export async function checkTcp(check: TcpCheck, run: Run): Promise<CheckOutcome> {
  const { send, expect, host, port } = check;
  const { socket, dnsMs, connectMs } = await dial(host, port, run);
  const values: Record<string, number> = { dns_ms: tenths(dnsMs), connect_ms: tenths(connectMs) };
  const connected = performance.now();
  let answerMs = 0;
  if (send !== undefined || expect !== undefined) {
    const talk = new Conversation(socket, `${host}:${port}`, run);
    if (send !== undefined) talk.write(bytesOf(send));
    if (expect !== undefined) {
      const found = await talk.until(bytesOf(expect), ANSWER_BYTES);
      answerMs = performance.now() - connected;
      values.answer_ms = tenths(answerMs);
      if (!found) {
        return outcomeOf('RA_CHECK_CONTENT', 'the expected bytes are not in the answer', values);
      }
    }
  }
  socket.destroy();
  values.total_ms = tenths(dnsMs + connectMs + answerMs);
  return {
    status: 'ok',
    message: `${host}:${port} accepts connections`,
    values,
  };
}
