import { expositionFormat, parseExposition } from '@rettungsanker/ingest-wire';
import type { CheckOutcome, ExporterCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { BODY_BYTES } from '../http/exchange.ts';
import { request } from '../http/request.ts';
import { parseTarget } from '../http/target.ts';
import { compilePattern } from '../pattern.ts';
import { tenths } from '../values.ts';
import { Verdict } from '../verdict.ts';

/** Series of one exporter that are kept; whoever wants all of them sends them by remote write. */
const MOST_KEPT = 500;

/**
 * Scrapes a Prometheus exporter (text format or OpenMetrics), keeps the series that are asked for and judges those
 * that have limits. A series that has limits and is not there is no good news.
 *
 * @throws CheckError
 */
export async function checkExporter(check: ExporterCheck, run: Run): Promise<CheckOutcome> {
  const keep = compilePattern(check.keep);
  const limits = check.limits.map((limit) => ({ ...limit, key: keyOfText(limit.series) }));
  const started = performance.now();
  const way = { method: 'GET', collect: true, verifyCertificate: true };
  const { answer } = await request(parseTarget(check.url, 'GET'), way, run);
  if (answer.status !== 200)
    throw new CheckError('RA_CHECK_STATUS', `status ${answer.status} instead of 200`);
  if (answer.bytes >= BODY_BYTES) {
    throw new CheckError('RA_CHECK_PROTOCOL', `the exporter has more than ${BODY_BYTES} bytes to say`);
  }

  const verdict = new Verdict();
  const judged = new Map<string, number>();
  let kept = 0;
  const samples = parse(
    answer.body.toString('utf8'),
    answer.headers.get('content-type') ?? '',
    (labels, value) => {
      const [, name = ''] = labels.find(([label]) => label === '__name__') ?? [];
      const key = keyOf(labels);
      if (limits.some((limit) => limit.key === key)) judged.set(key, value);
      if (!keep.test(name) || kept >= MOST_KEPT || !Number.isFinite(value)) return;
      kept++;
      const rest = labels
        .filter(([label]) => label !== '__name__')
        .map(([label, text]) => `${label}=${text}`);
      verdict.value(name, value, rest.join(','));
    },
  );
  verdict.value('samples', samples);
  verdict.value('total_ms', tenths(performance.now() - started));
  for (const { series, key, ...limit } of limits) {
    const value = judged.get(key);
    if (value === undefined) verdict.problem('RA_CHECK_MISSING', `the exporter has no series ${series}`);
    else verdict.limit(value, limit, series);
  }
  return verdict.outcome(`${samples} samples, ${kept} kept`);
}

type Take = (labels: readonly [string, string][], value: number) => void;

function parse(text: string, contentType: string, take: Take): number {
  try {
    return parseExposition(text, expositionFormat(contentType), take).samples;
  } catch (error) {
    throw new CheckError(
      'RA_CHECK_PROTOCOL',
      `the exporter speaks no Prometheus text: ${(error as Error).message}`,
    );
  }
}

/** One text for all ways to write the same series. */
function keyOf(labels: readonly [string, string][]): string {
  return JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws CheckError RA_CHECK_INVALID */
function keyOfText(series: string): string {
  let key = '';
  try {
    parseExposition(`${series} 0`, 'text', (labels) => {
      key = keyOf(labels);
    });
  } catch {
    throw new CheckError('RA_CHECK_INVALID', `${series} is no name of a series`);
  }
  return key;
}
