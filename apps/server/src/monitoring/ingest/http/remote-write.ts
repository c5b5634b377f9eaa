import { RemoteWriteDecoder, SnappyDecoder, type WriteSummary } from '@rettungsanker/ingest-wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Decoded, Intake, Outcome } from '../intake.ts';
import { INGEST_LIMITS } from '../quota.ts';
import { mediaType, type Receiver, refuseAsText, UnsupportedContent } from './door.ts';

const MESSAGES: Readonly<Record<string, 1 | 2>> = {
  'prometheus.WriteRequest': 1,
  'io.prometheus.write.v2.Request': 2,
};

/** Prometheus remote write 1.0 and 2.0-rc.4 on one address; the content type tells which. */
export function remoteWriteReceiver(intake: Intake): Receiver {
  // Both keep their buffers; decoding is synchronous, so one of each serves all requests.
  const snappy = new SnappyDecoder();
  const decoder = new RemoteWriteDecoder();
  return {
    url: '/ingest/v1/prometheus/write',
    summary: 'Prometheus remote write 1.0 and 2.0',
    description:
      'Bearer token, or Basic with any name and the token as password. 204: durable. 400: something of it is never ' +
      'accepted, the rest is stored. 429 and 503: repeat after Retry-After.',
    consumes: ['application/x-protobuf'],
    negotiate(request) {
      versionOf(request);
      const encoding = request.headers['content-encoding'];
      // Senders of 1.0 that leave it out mean snappy all the same.
      if (encoding !== undefined && encoding.toLowerCase() !== 'snappy')
        throw new UnsupportedContent('Content-Encoding: only snappy (block format) is accepted.');
    },
    async receive(source, body, request, reply) {
      const version = versionOf(request);
      const { decoded, outcome } = await intake.write(
        source,
        (interner, batch, now): WriteSummary & Decoded => {
          const bytes = snappy.decode(body, INGEST_LIMITS.unpacked);
          return version === 1
            ? decoder.decode1(bytes, interner, batch, now)
            : decoder.decode2(bytes, interner, batch, now);
        },
      );
      if (version === 2) written(reply, outcome.accepted);
      const problems = problemsOf(decoded, outcome);
      if (problems.length === 0) return reply.status(204).send();
      const text = `${outcome.accepted} of ${decoded.samples} samples are stored. Not stored: ${problems.join('; ')}.`;
      return refuseAsText({ status: 400, message: text }, request, reply);
    },
    refuse(refusal, request, reply) {
      written(reply, 0);
      return refuseAsText(refusal, request, reply);
    },
  };
}

/** @throws UnsupportedContent */
function versionOf(request: FastifyRequest): 1 | 2 {
  const header = request.headers['content-type'];
  // Without the header it can only be 1.0.
  if (header === undefined) return 1;
  const { type, parameter } = mediaType(header);
  const version = MESSAGES[parameter('proto') ?? 'prometheus.WriteRequest'];
  if (type !== 'application/x-protobuf' || version === undefined)
    throw new UnsupportedContent(
      'Content-Type: application/x-protobuf is expected, with prometheus.WriteRequest or io.prometheus.write.v2.Request.',
    );
  return version;
}

/** What 2.0 wants in every answer. Native histograms and exemplars have no place in the store. */
function written(reply: FastifyReply, samples: number): void {
  reply.header('x-prometheus-remote-write-samples-written', String(samples));
  reply.header('x-prometheus-remote-write-histograms-written', '0');
  reply.header('x-prometheus-remote-write-exemplars-written', '0');
}

function problemsOf(decoded: WriteSummary, outcome: Outcome): string[] {
  const problems: [number, string][] = [
    [outcome.invalid, `samples with invalid labels (${outcome.problem})`],
    [outcome.tooOld, 'samples that are too old or too far out of order'],
    [outcome.tooNew, 'samples of the future'],
    [outcome.duplicate, 'samples with another value for the same time'],
    [outcome.overLimit, 'samples of new series beyond the limit of active series'],
    [decoded.histograms, 'native histograms; send classic ones'],
    [decoded.exemplars, 'exemplars; set send_exemplars: false'],
    [decoded.emptySeries, 'series without samples'],
  ];
  return problems.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}
