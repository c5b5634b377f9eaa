import { z } from 'zod';
import type { Context, ScopeContext } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { identityOf, isValidKey } from '../key.ts';
import {
  type AppendResult,
  type RawSeries,
  type Resolution,
  type SampleBatch,
  SERIES_LIMITS,
  type Selector,
  type SeriesAnswer,
  type SeriesBuckets,
  type SeriesKey,
  type SeriesPoint,
  type SeriesQuery,
  type SeriesStore,
} from '../types.ts';
import { insideKey, outsideLabels, promSelector } from './labels.ts';
import { labelBytes, type Written, writeRequest } from './remote-write.ts';

export interface OutsideStoreOptions {
  /** Of a Prometheus-compatible server, e.g. http://127.0.0.1:9090 */
  url: string;
  /** Sent as bearer token; empty: none. */
  token: string;
  /** Path of remote write. */
  writePath?: string;
}

const TIMEOUT_MS = 30_000;
const RAW_LIMIT = 2_000_000;
const FUNCTIONS = ['min', 'max', 'avg', 'last', 'count'] as const;

const value = z.tuple([z.number(), z.string()]);
const matrix = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(value) })),
  }),
});
const keys = z.object({ data: z.array(z.record(z.string(), z.string())) });

interface Outside {
  key: SeriesKey;
  labels: Buffer;
}

/**
 * The series of all clients in a server that speaks Prometheus' interfaces (Prometheus, VictoriaMetrics, Mimir, Thanos):
 * remote write out, PromQL in. Duplicates, lateness and retention are that server's matter, durability as well: it
 * answers when it has taken the samples over. Numbers of series live as long as this process.
 */
export class OutsideSeriesStore implements SeriesStore {
  readonly retention = null;
  private readonly options: OutsideStoreOptions;
  private readonly clients = new Map<
    string,
    { refs: Map<string, number>; series: (Outside | undefined)[] }
  >();

  constructor(options: OutsideStoreOptions) {
    this.options = options;
  }

  async resolve(clientId: string, wanted: readonly SeriesKey[]): Promise<Resolution> {
    const client = this.client(clientId);
    const refs = new Uint32Array(wanted.length);
    let [refusedByQuota, invalid] = [0, 0];
    for (const [i, key] of wanted.entries()) {
      const identity = identityOf(key);
      const known = client.refs.get(identity);
      if (known !== undefined) {
        refs[i] = known;
        continue;
      }
      const labels = isValidKey(key) ? outsideLabels(clientId, key) : undefined;
      if (!labels) invalid++;
      else if (client.refs.size >= SERIES_LIMITS.series) refusedByQuota++;
      else {
        refs[i] = client.series.length;
        client.refs.set(identity, client.series.length);
        client.series.push({ key, labels: labelBytes(labels) });
      }
    }
    return { generation: 1, refs, refusedByQuota, invalid };
  }

  async append(clientId: string, batch: SampleBatch): Promise<AppendResult> {
    return this.write(clientId, batch, Date.now());
  }

  private async write(clientId: string, batch: SampleBatch, now: number): Promise<AppendResult> {
    const { length, refs, times } = batch;
    if (length > SERIES_LIMITS.batch) throw new AppError('RA_SERIES_BATCH');
    if (batch.generation !== 1) throw new AppError('RA_SERIES_GENERATION');
    const { series } = this.client(clientId);
    const grouped = new Map<number, number[]>();
    let [tooOld, tooNew, refused, accepted] = [0, 0, 0, 0];
    for (let i = 0; i < length; i++) {
      const time = times[i]!;
      if (refs[i] === 0) refused++;
      else if (!series[refs[i]!]) throw new AppError('RA_SERIES_GENERATION');
      else if (!(time >= now - SERIES_LIMITS.ageMs)) tooOld++;
      else if (time > now + SERIES_LIMITS.futureMs) tooNew++;
      else {
        const places = grouped.get(refs[i]!);
        if (places) places.push(i);
        else grouped.set(refs[i]!, [i]);
        accepted++;
      }
    }
    if (accepted > 0) {
      const written = [...grouped].map(
        ([ref, places]): Written => ({
          labels: series[ref]!.labels,
          places: places.sort((a, b) => times[a]! - times[b]! || a - b),
        }),
      );
      const bits = new Uint32Array(batch.values.buffer, batch.values.byteOffset);
      await this.push(writeRequest(written, times, bits));
    }
    return { accepted, tooOld, tooNew, refused };
  }

  async record(ctx: Context, points: readonly SeriesPoint[]): Promise<AppendResult> {
    const { refs } = await this.resolve(ctx.clientId, points);
    // Before the transaction commits: when it does not, the sender repeats and the server meets duplicates.
    return this.write(
      ctx.clientId,
      {
        generation: 1,
        length: points.length,
        refs,
        times: Float64Array.from(points, (point) => point.at.getTime()),
        values: Float64Array.from(points, (point) => point.value),
      },
      ctx.now.getTime(),
    );
  }

  async query(ctx: ScopeContext, clientId: string, query: SeriesQuery): Promise<SeriesAnswer> {
    requireScope(ctx, clientId);
    const { from, to, step } = query;
    if (!(to > from) || !(step >= 1)) throw new AppError('RA_SERIES_RANGE');
    const length = Math.ceil((to - from) / step);
    if (length > SERIES_LIMITS.buckets) throw new AppError('RA_SERIES_TOO_MANY');
    const selector = promSelector(clientId, query);
    const answers = await Promise.all(
      FUNCTIONS.map((name) =>
        this.get('/api/v1/query_range', matrix, {
          query: `${name}_over_time(${selector}[${step}ms])`,
          // A bucket is asked for at its last millisecond, so that the next one's first sample is not in it.
          start: seconds(from + step - 1),
          end: seconds(from + length * step - 1),
          step: seconds(step),
        }),
      ),
    );
    const series = new Map<string, { key: SeriesKey; columns: Map<string, Map<number, number>> }>();
    for (const [i, { data }] of answers.entries())
      for (const { metric, values } of data.result) {
        const key = insideKey(metric);
        const entry = series.get(identityOf(key)) ?? { key, columns: new Map() };
        series.set(identityOf(key), entry);
        entry.columns.set(
          FUNCTIONS[i]!,
          new Map(values.map(([at, text]) => [Math.round(at * 1000) + 1 - step, Number(text)])),
        );
      }
    return { from, step, series: [...series.values()].map(bucketsOf) };
  }

  async raw(
    ctx: ScopeContext,
    clientId: string,
    query: Selector & { from: number; to: number; limit?: number },
  ): Promise<RawSeries[]> {
    requireScope(ctx, clientId);
    const from = Math.max(query.from, ctx.now.getTime() - LONGEST_MS);
    const to = Math.min(query.to, ctx.now.getTime() + SERIES_LIMITS.futureMs);
    if (!(to > from)) return [];
    const { data } = await this.get('/api/v1/query', matrix, {
      query: `${promSelector(clientId, query)}[${to - from}ms]`,
      time: seconds(to - 1),
    });
    const count = data.result.reduce((sum, { values }) => sum + values.length, 0);
    if (count > (query.limit ?? RAW_LIMIT)) throw new AppError('RA_SERIES_TOO_MANY');
    return data.result.map(({ metric, values }) => ({
      key: insideKey(metric),
      times: Float64Array.from(values, ([at]) => Math.round(at * 1000)),
      values: Float64Array.from(values, ([, text]) => Number(text)),
    }));
  }

  async find(ctx: ScopeContext, clientId: string, selector: Selector): Promise<SeriesKey[]> {
    requireScope(ctx, clientId);
    const { data } = await this.get('/api/v1/series', keys, {
      'match[]': promSelector(clientId, selector),
      start: seconds(ctx.now.getTime() - LONGEST_MS),
      end: seconds(ctx.now.getTime() + SERIES_LIMITS.futureMs),
    });
    return data.map(insideKey);
  }

  /** Needs the server's interface for administrators (Prometheus: --web.enable-admin-api). */
  async remove(ctx: Context, selector: Selector): Promise<number> {
    const found = await this.find(ctx, ctx.clientId, selector);
    await this.call('/api/v1/admin/tsdb/delete_series', {
      method: 'POST',
      body: new URLSearchParams({ 'match[]': promSelector(ctx.clientId, selector) }),
    });
    return found.length;
  }

  async removeAll(ctx: Context): Promise<void> {
    await this.remove(ctx, {});
  }

  /** Packing and retention are the server's. */
  async maintain(): Promise<void> {}

  private client(clientId: string) {
    let client = this.clients.get(clientId);
    if (!client) {
      // Number 0 says that there is none.
      client = { refs: new Map(), series: [undefined] };
      this.clients.set(clientId, client);
    }
    return client;
  }

  private async push(body: Buffer): Promise<void> {
    await this.call(this.options.writePath ?? '/api/v1/write', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: new Uint8Array(body),
    });
  }

  private async get<T>(path: string, schema: z.ZodType<T>, query: Record<string, string>): Promise<T> {
    // In the body, as a selector may be longer than an address.
    const text = await this.call(path, { method: 'POST', body: new URLSearchParams(query) });
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) throw new AppError('RA_SERIES_OUTSIDE', `${path} answers something else.`);
    return parsed.data;
  }

  /** @throws AppError RA_UNAVAILABLE when it may work later, RA_SERIES_OUTSIDE when it will not */
  private async call(path: string, request: RequestInit): Promise<string> {
    const headers = new Headers(request.headers);
    if (this.options.token) headers.set('authorization', `Bearer ${this.options.token}`);
    let status: number;
    let text: string;
    try {
      const answer = await fetch(new URL(path.slice(1), withSlash(this.options.url)), {
        ...request,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      status = answer.status;
      text = await answer.text();
    } catch (error) {
      throw new AppError('RA_UNAVAILABLE', `The outside store does not answer: ${String(error)}`);
    }
    if (status === 429 || status >= 500)
      throw new AppError('RA_UNAVAILABLE', `The outside store answers ${status}: ${text.slice(0, 200)}`);
    if (status >= 300) throw new AppError('RA_SERIES_OUTSIDE', `${status}: ${text.slice(0, 200)}`);
    return text;
  }
}

/** How far back is asked at most: a range that begins in 1970 is more than some servers work through. */
const LONGEST_MS = 400 * 86_400_000;

/** A proxy in between may answer with a page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

function bucketsOf({
  key,
  columns,
}: {
  key: SeriesKey;
  columns: Map<string, Map<number, number>>;
}): SeriesBuckets {
  const at = [...(columns.get('count')?.keys() ?? [])].sort((a, b) => a - b);
  const column = (name: string): Float64Array =>
    Float64Array.from(at, (time) => columns.get(name)?.get(time) ?? Number.NaN);
  return {
    key,
    at: Float64Array.from(at),
    min: column('min'),
    max: column('max'),
    avg: column('avg'),
    last: column('last'),
    count: column('count'),
  };
}

function requireScope(ctx: ScopeContext, clientId: string): void {
  if (!ctx.scope.includes(clientId)) throw new AppError('RA_NOT_FOUND');
}
