import type { CheckOutcome, TcpCheck } from '@rettungsanker/protocol';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { milliseconds } from './values.ts';

/** A connection is all that is asked for; nothing is sent. @throws CheckError */
export async function checkTcp(check: TcpCheck, run: Run): Promise<CheckOutcome> {
  const { socket, dnsMs, connectMs } = await dial(check.host, check.port, run);
  socket.destroy();
  return {
    status: 'ok',
    message: `${check.host}:${check.port} accepts connections`,
    values: milliseconds({ dnsMs, connectMs, totalMs: dnsMs + connectMs }),
  };
}
