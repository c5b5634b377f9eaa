import type { CheckOutcome, TlsCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { certificateProblem, handshake } from './secure.ts';
import { milliseconds } from './values.ts';

/** @throws CheckError when there is no certificate to judge. */
export async function checkTls(check: TlsCheck, run: Run): Promise<CheckOutcome> {
  const started = performance.now();
  const { socket, dnsMs, connectMs } = await dial(check.host, check.port, run);
  const name = check.servername ?? check.host;
  const { socket: secured, certificate, tlsMs } = await handshake(socket, name, run, { alpn: ['http/1.1'] });
  const totalMs = performance.now() - started;
  const values = {
    ...milliseconds({ dnsMs, connectMs, tlsMs, totalMs }),
    days_left: Math.floor(certificate.daysLeft * 100) / 100,
    name_matches: certificate.nameMatches ? 1 : 0,
    trusted: certificate.untrusted === undefined ? 1 : 0,
  };
  const problem = certificateProblem(certificate, name);
  if (problem !== undefined) return outcomeOf(problem.code, problem.message, values);

  const { chainDaysLeft, weakKey, weakOffers } = await import('./tls-strength.ts');
  // A chain ends with its first certificate: an intermediate that expires takes the server's along.
  const daysLeft = Math.min(certificate.daysLeft, chainDaysLeft(secured, run.now()));
  const weak = check.weak ? weakKey(secured) : [];
  // Nothing may be asked of the secured socket after this: its native part is gone.
  socket.destroy();
  const days = Math.floor(daysLeft);
  const message = `the certificate for ${name} is valid for ${days} more days`;
  if (daysLeft < check.criticalDays) return outcomeOf('RA_CHECK_TLS_EXPIRES_SOON', message, values, 'failed');
  // The main question is answered; what is left of the time must not turn a good answer into an outage.
  const within = Math.min(2000, (check.timeoutMs - totalMs) / 2);
  if (check.weak) weak.push(...(await weakOffers(check, name, within, run)));
  const all = { ...values, ...(check.weak && { weak: weak.length }) };
  if (daysLeft < check.warnDays) return outcomeOf('RA_CHECK_TLS_EXPIRES_SOON', message, all);
  if (weak.length > 0) return outcomeOf('RA_CHECK_TLS_WEAK', `${name} accepts ${weak.join(', ')}`, all);
  return { status: 'ok', message, values: all };
}
