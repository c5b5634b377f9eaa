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
  try {
    const name = check.servername ?? check.host;
    const { certificate, tlsMs } = await handshake(socket, name, run);
    const values = {
      ...milliseconds({ dnsMs, connectMs, tlsMs, totalMs: performance.now() - started }),
      days_left: Math.floor(certificate.daysLeft * 100) / 100,
      name_matches: certificate.nameMatches ? 1 : 0,
      trusted: certificate.untrusted === undefined ? 1 : 0,
    };
    const problem = certificateProblem(certificate, name);
    if (problem !== undefined) return outcomeOf(problem.code, problem.message, values);
    const days = Math.floor(certificate.daysLeft);
    const message = `the certificate for ${name} is valid for ${days} more days`;
    if (certificate.daysLeft < check.criticalDays) {
      return outcomeOf('RA_CHECK_TLS_EXPIRES_SOON', message, values, 'failed');
    }
    if (certificate.daysLeft < check.warnDays) return outcomeOf('RA_CHECK_TLS_EXPIRES_SOON', message, values);
    return { status: 'ok', message, values };
  } finally {
    socket.destroy();
  }
}
