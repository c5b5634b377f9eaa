import type { Socket } from 'node:net';
import type { CheckOutcome } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import type { Run } from './environment.ts';
import { type Certificate, certificateProblem, handshake } from './secure.ts';
import { tenths } from './values.ts';

/** Settings of the protocols that can be protected by TLS. */
export interface Protection {
  host: string;
  servername?: string | undefined;
  verifyCertificate: boolean;
  warnDays: number;
  criticalDays: number;
}

/** TLS of a protocol whose own answer counts first; its certificate is judged at the end. */
export class Protected {
  readonly #wish: Protection;
  readonly #run: Run;
  #certificate: Certificate | undefined;
  #tlsMs = 0;

  constructor(wish: Protection, run: Run) {
    this.#wish = wish;
    this.#run = run;
  }

  get #name(): string {
    return this.#wish.servername ?? this.#wish.host;
  }

  /** @throws CheckError when no handshake comes about, or the certificate must be verified and is not good */
  async over(plain: Socket): Promise<Socket> {
    const { socket, certificate, tlsMs } = await handshake(plain, this.#name, this.#run);
    const problem = this.#wish.verifyCertificate ? certificateProblem(certificate, this.#name) : undefined;
    if (problem !== undefined) throw problem;
    this.#certificate = certificate;
    this.#tlsMs = tlsMs;
    return socket;
  }

  /** The outcome of a protocol that answered well, with what the certificate adds to it. */
  outcome(message: string, values: Record<string, number>): CheckOutcome {
    const certificate = this.#certificate;
    if (certificate === undefined) return { status: 'ok', message, values };
    const { verifyCertificate, warnDays, criticalDays } = this.#wish;
    const { daysLeft } = certificate;
    const all = {
      ...values,
      tls_ms: tenths(this.#tlsMs),
      days_left: Math.floor(daysLeft * 100) / 100,
    };
    if (!verifyCertificate || daysLeft >= warnDays) return { status: 'ok', message, values: all };
    return outcomeOf(
      'RA_CHECK_TLS_EXPIRES_SOON',
      `the certificate for ${this.#name} is valid for ${Math.floor(daysLeft)} more days`,
      all,
      daysLeft < criticalDays ? 'failed' : 'warning',
    );
  }
}
