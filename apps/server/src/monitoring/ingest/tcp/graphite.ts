import type { Socket } from 'node:net';
import { graphiteLabels, MAX_GRAPHITE_LINE, parseGraphite } from '@rettungsanker/ingest-wire';
import type { Logger } from 'pino';
import { databaseTrouble } from '../../../platform/errors.ts';
import type { IngestAccess, Source } from '../access.ts';
import { type Intake, OverRate } from '../intake.ts';
import { type NamedSample, splitToken, writeSamples } from '../samples.ts';

export interface GraphiteOptions {
  access: IngestAccess;
  intake: Intake;
  full: () => boolean;
  log: Logger;
  /** A connection that says nothing for this long is closed, ms. */
  idleMs?: number;
}

const IDLE_MS = 10 * 60_000;
/** Writes of one batch that failed because the database was away, before the connection is given up. */
const ATTEMPTS = 5;

/**
 * Serves Graphite's plaintext protocol: `rai_….path value timestamp` lines, no answers. The only back-pressure it has is
 * the connection itself: nothing is read while the quota is used up or the database is away, so the sender's own buffer
 * holds what comes. Lines that are no metrics are counted and logged once, at the end.
 */
export async function serveGraphite(
  socket: Socket,
  address: string,
  options: GraphiteOptions,
): Promise<void> {
  socket.setTimeout(options.idleMs ?? IDLE_MS, () => socket.destroy());
  const sources = new Map<string, Source | null>();
  let rest = '';
  let bad = 0;
  let reason = '';
  const refuse = (why: string): void => {
    bad++;
    reason ||= why;
  };
  socket.setEncoding('utf8');
  for await (const chunk of socket as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_GRAPHITE_LINE) {
      refuse('a line is too long');
      break;
    }
    sources.clear();
    const samples = new Map<Source, NamedSample[]>();
    for (const line of lines) {
      if (line === '' || line === '\r') continue;
      const parsed = line.length > MAX_GRAPHITE_LINE ? 'a line is too long' : parseGraphite(line);
      if (typeof parsed === 'string') {
        refuse(parsed);
        continue;
      }
      const named = splitToken(parsed.path);
      const source = named && (await sourceOf(named.token, sources, address, options.access));
      if (!named || !source) {
        refuse('the path does not begin with a valid token');
        continue;
      }
      const list = samples.get(source) ?? [];
      samples.set(source, list);
      list.push({ labels: graphiteLabels(named.rest, parsed.tags), time: parsed.time, value: parsed.value });
    }
    for (const [source, list] of samples) {
      const outcome = await writePatiently(source, list, options);
      const lost = list.length - outcome.accepted;
      if (lost > 0) {
        bad += lost;
        reason ||= outcome.problem || 'too old, in the future, contradicting, or beyond the limit of series';
      }
    }
    // A stranger is told nothing and costs nothing more.
    if (bad > 0 && samples.size === 0) break;
  }
  socket.destroy();
  if (bad > 0) options.log.warn({ address, lines: bad, reason }, 'Graphite lines were not taken in.');
}

/** One look-up per token and chunk, so that a revoked token ends with the next chunk. */
async function sourceOf(
  token: string,
  known: Map<string, Source | null>,
  address: string,
  access: IngestAccess,
): Promise<Source | null> {
  const before = known.get(token);
  if (before !== undefined) return before;
  const found = await access.find(token, address);
  const source = found === 'brake' ? null : found;
  known.set(token, source);
  return source;
}

async function writePatiently(
  source: Source,
  samples: readonly NamedSample[],
  { intake, full }: GraphiteOptions,
): ReturnType<typeof writeSamples> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (full()) throw Object.assign(new Error('The server has no space left.'), { code: '53100' });
      return await writeSamples(intake, source, samples);
    } catch (error) {
      const patience =
        error instanceof OverRate || (databaseTrouble(error) !== undefined && attempt < ATTEMPTS);
      if (!patience) throw error;
      const seconds = error instanceof OverRate ? error.retryAfterSeconds : attempt;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
    }
  }
}
