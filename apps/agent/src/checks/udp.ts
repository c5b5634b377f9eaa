import type { CheckOutcome, UdpCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { bytesOf } from './conversation.ts';
import { exchangeDatagram } from './datagram.ts';
import type { Run } from './environment.ts';
import { tenths } from './values.ts';

/** @throws CheckError */
export async function checkUdp(check: UdpCheck, run: Run): Promise<CheckOutcome> {
  const request = bytesOf(check.send);
  const { bytes, dnsMs, answerMs } = await exchangeDatagram(
    check,
    () => request,
    () => true,
    run,
  );
  const values = {
    dns_ms: tenths(dnsMs),
    answer_ms: tenths(answerMs),
    total_ms: tenths(dnsMs + answerMs),
    bytes: bytes.length,
  };
  if (check.expect !== undefined && !bytes.includes(bytesOf(check.expect))) {
    return outcomeOf('RA_CHECK_CONTENT', 'the expected bytes are not in the answer', values);
  }
  return { status: 'ok', message: `${check.host}:${check.port} answers`, values };
}
