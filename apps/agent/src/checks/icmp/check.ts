import type { CheckOutcome, IcmpCheck } from '@rettungsanker/protocol';
import { outcomeOf } from '../codes.ts';
import { permittedAddresses } from '../dial.ts';
import type { Run } from '../environment.ts';
import { tenths } from '../values.ts';
import { FpingBatches } from './batch.ts';
import type { Echo, Echoes, EchoWish } from './echo.ts';
import { pingProgram } from './ping.ts';
import { tcpEchoes } from './tcp-echo.ts';

/** Real echoes, the cheapest way first. */
const WAYS: readonly Echo[] = [new FpingBatches().echo, pingProgram()];

/** @throws CheckError */
export function checkIcmp(check: IcmpCheck, run: Run): Promise<CheckOutcome> {
  return checkEchoes(check, run, WAYS);
}

/**
 * Loss and round trips to the first permitted address of the host.
 *
 * @param ways tried in turn; connections by TCP when none exists here
 * @throws CheckError
 */
export async function checkEchoes(check: IcmpCheck, run: Run, ways: readonly Echo[]): Promise<CheckOutcome> {
  const started = performance.now();
  const [address] = await permittedAddresses(check.host, run);
  const dnsMs = performance.now() - started;
  run.enter('answering');
  return judge(check, await echoesOf(address!, check, run, ways), dnsMs);
}

async function echoesOf(address: string, wish: EchoWish, run: Run, ways: readonly Echo[]): Promise<Echoes> {
  for (const way of ways) {
    const echoes = await way(address, wish);
    if (echoes !== undefined) return echoes;
  }
  return tcpEchoes(address, wish, run);
}

function judge(check: IcmpCheck, { method, sent, times }: Echoes, dnsMs: number): CheckOutcome {
  const lossPercent = Math.round((100 * (sent - times.length)) / sent);
  const values: Record<string, number> = {
    dns_ms: tenths(dnsMs),
    loss_percent: lossPercent,
    // 1: echoes; 0: connections by TCP instead.
    icmp: method === 'icmp' ? 1 : 0,
  };
  const how = method === 'icmp' ? 'echo requests' : 'connections (TCP, no right to send echo requests)';
  if (times.length === 0) {
    return outcomeOf('RA_CHECK_LOSS', `none of ${sent} ${how} was answered`, values);
  }
  const average = times.reduce((sum, time) => sum + time, 0) / times.length;
  values.rtt_min_ms = hundredths(Math.min(...times));
  values.rtt_avg_ms = hundredths(average);
  values.rtt_max_ms = hundredths(Math.max(...times));
  values.total_ms = values.rtt_avg_ms;
  const message = `${times.length} of ${sent} ${how} answered, ${values.rtt_avg_ms} ms on average`;
  if (lossPercent >= check.criticalLoss) return outcomeOf('RA_CHECK_LOSS', message, values);
  const { warnMs = Infinity, criticalMs = Infinity } = check;
  if (average > criticalMs) return outcomeOf('RA_CHECK_SLOW', message, values, 'failed');
  if (lossPercent >= check.warnLoss) return outcomeOf('RA_CHECK_LOSS', message, values, 'warning');
  if (average > warnMs) return outcomeOf('RA_CHECK_SLOW', message, values);
  return { status: 'ok', message, values };
}

function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
