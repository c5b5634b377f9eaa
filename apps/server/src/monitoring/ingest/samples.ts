import type { SampleBatch, SeriesInterner } from '@rettungsanker/ingest-wire';
import type { Source } from './access.ts';
import { type Decoded, type Intake, type Outcome, putSample } from './intake.ts';

/** One value of a protocol that sends them one by one, as text. */
export interface NamedSample {
  labels: [string, string][];
  /** Unix milliseconds; undefined: now. */
  time: number | undefined;
  value: number;
}

/** Writes samples that came with their labels as text. @throws see Intake.write */
export async function writeSamples(
  intake: Intake,
  source: Source,
  samples: readonly NamedSample[],
): Promise<Outcome> {
  const { outcome } = await intake.write(
    source,
    (interner: SeriesInterner, batch: SampleBatch, now: number): Decoded => {
      const decoded: Decoded = { invalidLabels: 0, problem: '', overLimit: 0 };
      for (const { labels, time, value } of samples)
        putSample(interner, batch, decoded, labels, time ?? now, value, now);
      return decoded;
    },
  );
  return outcome;
}

/** Protocols without a field for a token carry it before the name: `rai_….web1`. */
export function splitToken(name: string): { token: string; rest: string } | undefined {
  const [, token, rest] = /^(rai_[A-Za-z0-9_-]{43})\.(.+)$/s.exec(name) ?? [];
  return token && rest ? { token, rest } : undefined;
}
