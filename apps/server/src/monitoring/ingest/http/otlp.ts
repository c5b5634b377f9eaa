import {
  decodeMetricsJson,
  decodeMetricsProtobuf,
  type MetricsRequest,
  type MetricsSummary,
  metricsResponse,
  metricsToSamples,
  statusResponse,
} from '@rettungsanker/ingest-wire';
import type { FastifyRequest } from 'fastify';
import { type Decoded, type Intake, putSample } from '../intake.ts';
import { INGEST_LIMITS } from '../quota.ts';
import { unpackGzip } from './body.ts';
import { mediaType, type Receiver, UnsupportedContent } from './door.ts';

type Format = 'protobuf' | 'json';
const TYPES: Readonly<Record<string, Format>> = {
  'application/x-protobuf': 'protobuf',
  'application/json': 'json',
};
const TYPE_OF: Readonly<Record<Format, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};
/** gRPC codes by HTTP status (google.rpc.Code), for the body of errors. */
const CODES: Readonly<Record<number, number>> = { 400: 3, 401: 16, 408: 4, 413: 3, 415: 3, 429: 8, 503: 14 };

/** OTLP/HTTP metrics, binary and JSON. The part behind /otlp is the protocol's own, so exporters take the base address. */
export function otlpReceiver(intake: Intake): Receiver {
  return {
    url: '/ingest/v1/otlp/v1/metrics',
    summary: 'OTLP/HTTP metrics',
    description:
      'Bearer token. Gauges, cumulative sums, explicit histograms and summaries; what is not accepted is named in ' +
      'partial_success. 429 and 503: repeat after Retry-After.',
    consumes: Object.keys(TYPES),
    negotiate(request) {
      if (!formatOf(request))
        throw new UnsupportedContent('Content-Type: application/x-protobuf or application/json is expected.');
      const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
      if (encoding !== 'gzip' && encoding !== 'identity')
        throw new UnsupportedContent('Content-Encoding: only gzip is accepted.');
    },
    async receive(source, body, request, reply) {
      const format = formatOf(request)!;
      const packed = request.headers['content-encoding']?.toLowerCase() === 'gzip';
      const content = packed ? await unpackGzip(body, INGEST_LIMITS.unpacked) : body;
      const message: MetricsRequest =
        format === 'json' ? decodeMetricsJson(content.toString()) : decodeMetricsProtobuf(content);
      const { decoded, outcome } = await intake.write(source, (interner, batch, now) => {
        const counts: Decoded = { invalidLabels: 0, problem: '', overLimit: 0 };
        const summary = metricsToSamples(message, (labels, time, value) =>
          putSample(interner, batch, counts, labels, time, value, now),
        );
        return { ...counts, summary };
      });
      const partial = partialOf(decoded.summary, outcome);
      return reply.status(200).type(TYPE_OF[format]).send(metricsResponse(format, partial));
    },
    refuse({ status, message }, request, reply) {
      const format = formatOf(request) ?? 'protobuf';
      return reply
        .status(status)
        .type(TYPE_OF[format])
        .send(statusResponse(format, CODES[status] ?? 2, message));
    },
  };
}

function formatOf(request: FastifyRequest): Format | undefined {
  return TYPES[mediaType(request.headers['content-type']).type];
}

/** Points that the store refused are counted as samples: a histogram point may be more than one. */
function partialOf(
  summary: MetricsSummary,
  outcome: Awaited<ReturnType<Intake['write']>>['outcome'],
): { rejected: number; reason: string } | undefined {
  const { tooOld, tooNew, duplicate } = outcome;
  const afterwards = tooOld + tooNew + duplicate;
  const refusedLater = Math.max(0, outcome.overLimit - summary.rejected);
  const rejected = summary.rejected + afterwards + refusedLater;
  if (rejected === 0) return undefined;
  const reasons: [number, string][] = [
    [outcome.invalid, `labels that are not allowed (${outcome.problem})`],
    [outcome.overLimit, 'new series beyond the limit of active series'],
    [tooOld, 'too old'],
    [tooNew, 'in the future'],
    [duplicate, 'another value for the same time'],
  ];
  const words = reasons.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  // "A series is not accepted" is told better by what follows.
  if (summary.reason !== '' && !(summary.reason === 'a series is not accepted' && words.length > 0))
    words.unshift(summary.reason);
  return { rejected, reason: words.join('; ') };
}
