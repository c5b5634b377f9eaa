import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { WireError } from './errors.ts';
import { decode, encode } from './fixture.ts';
import { metricsResponse, statusResponse } from './otlp/answers.ts';
import { decodeMetricsJson } from './otlp/json.ts';
import { decodeMetricsProtobuf } from './otlp/protobuf.ts';
import { type MetricsSummary, metricsToSamples } from './otlp/samples.ts';

const NANOS = 1_800_000_000_123_456_000;
const time = { timeUnixNano: NANOS };
const attribute = (key: string, value: object): object => ({ key, value });
const text = (key: string, stringValue: string): object => attribute(key, { stringValue });

type Sample = [series: string, value: number | undefined, time: number];
function samplesOf(request: Parameters<typeof metricsToSamples>[0]): {
  summary: MetricsSummary;
  samples: Sample[];
} {
  const samples: Sample[] = [];
  const summary = metricsToSamples(request, (labels, at, value) => {
    const name = labels.find(([label]) => label === '__name__')![1];
    const rest = labels.filter(([label]) => label !== '__name__').map(([label, held]) => `${label}=${held}`);
    samples.push([`${name}{${rest.sort().join(',')}}`, value, at]);
    return true;
  });
  return { summary, samples };
}
const request = (metrics: object[], resource: object[] = []): object => ({
  resourceMetrics: [
    { resource: { attributes: resource }, scopeMetrics: [{ scope: { name: 's' }, metrics }] },
  ],
});

/** The same content through both formats gives the same samples. */
function both(metrics: object[], resource: object[] = []): ReturnType<typeof samplesOf> {
  const content = request(metrics, resource);
  const fromProtobuf = samplesOf(decodeMetricsProtobuf(encode('ExportMetrics', content)));
  // 64 bit integers are text in protobuf's JSON.
  const json = JSON.stringify(content, (key, value: unknown) =>
    /^(asInt|count|intValue|timeUnixNano)$/.test(key) ? String(BigInt(value as number)) : value,
  );
  assert.deepEqual(samplesOf(decodeMetricsJson(json)), fromProtobuf);
  return fromProtobuf;
}
const AT = 1_800_000_000_123;
const resource = [
  text('service.name', 'shop'),
  text('service.namespace', 'web'),
  text('service.instance.id', 'i-1'),
  text('host.name', 'web1'),
  text('os.type', 'linux'),
];

describe('OTLP metrics', () => {
  test('a gauge, with the labels of its resource', () => {
    const { samples, summary } = both(
      [
        {
          name: 'system.memory.usage',
          unit: 'By',
          gauge: {
            dataPoints: [{ ...time, asInt: 42, attributes: [text('state', 'used'), text('empty', '')] }],
          },
        },
      ],
      resource,
    );
    const series = 'system_memory_usage_bytes{host_name=web1,instance=i-1,job=web/shop,state=used}';
    assert.deepEqual(samples, [[series, 42, AT]]);
    assert.deepEqual(summary, { accepted: 1, rejected: 0, reason: '' });
  });

  test('names and units follow the compatibility page', () => {
    const name = (metric: string, unit: string, data: object): string =>
      both([{ name: metric, unit, ...data }]).samples[0]![0].replace('{}', '');
    const gauge = { gauge: { dataPoints: [{ ...time, asDouble: 0.5 }] } };
    const counter = {
      sum: { dataPoints: [{ ...time, asDouble: 1 }], aggregationTemporality: 2, isMonotonic: true },
    };
    const upDown = { sum: { dataPoints: [{ ...time, asDouble: 1 }], aggregationTemporality: 2 } };
    assert.equal(name('system.cpu.utilization', '1', gauge), 'system_cpu_utilization_ratio');
    assert.equal(name('http.requests', '{request}', counter), 'http_requests_total');
    assert.equal(name('http.requests_total', '1', counter), 'http_requests_total');
    assert.equal(name('net.io', 'By/s', gauge), 'net_io_bytes_per_second');
    assert.equal(name('queue.length', '{message}', upDown), 'queue_length');
    assert.equal(name('latency.seconds', 's', gauge), 'latency_seconds');
    assert.equal(name('3com.ports', '', gauge), '_3com_ports');
  });

  test('attributes of every kind become text', () => {
    const values = [
      attribute('b', { boolValue: true }),
      attribute('i', { intValue: -3 }),
      attribute('d', { doubleValue: 1.5 }),
      attribute('l', { arrayValue: { values: [{ stringValue: 'x' }, { intValue: 1 }] } }),
      attribute('m', { kvlistValue: { values: [text('k', 'v')] } }),
      text('a.b', '1'),
      text('a/b', '2'),
      text('__name__', 'other'),
    ];
    const { samples } = both([
      { name: 'x', gauge: { dataPoints: [{ ...time, asDouble: 1, attributes: values }] } },
    ]);
    assert.equal(samples[0]![0], 'x{a_b=1;2,b=true,d=1.5,i=-3,l=["x",1],m={"k":"v"}}');
  });

  test('an explicit histogram becomes cumulative buckets, sum and count', () => {
    const point = { ...time, count: 6, sum: 12.5, bucketCounts: [1, 2, 3], explicitBounds: [0.5, 1] };
    const { samples } = both([
      { name: 'd', unit: 's', histogram: { dataPoints: [point], aggregationTemporality: 2 } },
    ]);
    assert.deepEqual(
      samples.map(([series, value]) => [series, value]),
      [
        ['d_seconds_bucket{le=0.5}', 1],
        ['d_seconds_bucket{le=1}', 3],
        ['d_seconds_bucket{le=+Inf}', 6],
        ['d_seconds_count{}', 6],
        ['d_seconds_sum{}', 12.5],
      ],
    );
  });

  test('a summary becomes quantiles, sum and count', () => {
    const point = { ...time, count: 4, sum: 2, quantileValues: [{ quantile: 0.5, value: 0.4 }] };
    const { samples } = both([{ name: 'd', summary: { dataPoints: [point] } }]);
    assert.deepEqual(
      samples.map(([series, value]) => [series, value]),
      [
        ['d_sum{}', 2],
        ['d_count{}', 4],
        ['d{quantile=0.5}', 0.4],
      ],
    );
  });

  test('every millisecond comes through, though nanoseconds are beyond exact numbers', () => {
    for (let at = AT; at < AT + 2000; at++) {
      const json = JSON.stringify(
        request([{ name: 'x', gauge: { dataPoints: [{ timeUnixNano: `${at}000000`, asInt: 1 }] } }]),
      );
      assert.equal(samplesOf(decodeMetricsJson(json)).samples[0]![2], at);
    }
  });

  test('no recorded value ends a series', () => {
    const { samples } = both([{ name: 'x', gauge: { dataPoints: [{ ...time, flags: 1 }] } }]);
    assert.deepEqual(samples, [['x{}', undefined, AT]]);
  });

  const point = { ...time, count: 1, attributes: [] };
  const refused: [string, object, RegExp][] = [
    ['delta sums', { sum: { dataPoints: [{ ...time, asInt: 1 }], aggregationTemporality: 1 } }, /delta/],
    ['sums that do not say', { sum: { dataPoints: [{ ...time, asInt: 1 }] } }, /unspecified/],
    ['delta histograms', { histogram: { dataPoints: [point], aggregationTemporality: 1 } }, /delta/],
    ['exponential histograms', { exponentialHistogram: { dataPoints: [point] } }, /exponential/],
    [
      'buckets that do not fit their bounds',
      {
        histogram: {
          dataPoints: [{ ...point, bucketCounts: [1], explicitBounds: [1] }],
          aggregationTemporality: 2,
        },
      },
      /do not fit/,
    ],
    [
      'bounds that do not rise',
      {
        histogram: {
          dataPoints: [{ ...point, bucketCounts: [1, 1, 1], explicitBounds: [2, 1] }],
          aggregationTemporality: 2,
        },
      },
      /do not fit/,
    ],
  ];
  for (const [what, data, reason] of refused)
    test(`refuses ${what}, and takes the rest`, () => {
      const good = { name: 'good', gauge: { dataPoints: [{ ...time, asDouble: 1 }] } };
      const { samples, summary } = both([{ name: 'bad', ...data }, good]);
      assert.deepEqual(
        samples.map(([series]) => series),
        ['good{}'],
      );
      assert.deepEqual([summary.accepted, summary.rejected], [1, 1]);
      assert.match(summary.reason, reason);
    });

  test('a point whose series is refused counts as rejected', () => {
    const content = decodeMetricsProtobuf(
      encode('ExportMetrics', request([{ name: 'x', gauge: { dataPoints: [{ ...time, asDouble: 1 }] } }])),
    );
    const { accepted, rejected } = metricsToSamples(content, () => false);
    assert.deepEqual([accepted, rejected], [0, 1]);
  });

  test('answers are what an independent decoder expects', () => {
    const partial = { rejected: 300, reason: 'delta' };
    assert.deepEqual(decode('ExportMetricsResponse', metricsResponse('protobuf', partial)), {
      partialSuccess: { rejectedDataPoints: 300, errorMessage: 'delta' },
    });
    assert.equal(metricsResponse('protobuf').length, 0);
    assert.deepEqual(JSON.parse(metricsResponse('json', partial).toString()), {
      partialSuccess: { rejectedDataPoints: '300', errorMessage: 'delta' },
    });
    assert.deepEqual(decode('Status', statusResponse('protobuf', 3, 'no')), { code: 3, message: 'no' });
  });

  test('damaged messages end in a WireError, whatever they are', () => {
    const attempt = (read: () => unknown): void => {
      try {
        read();
      } catch (error) {
        assert.ok(error instanceof WireError, String(error));
      }
    };
    const good = encode(
      'ExportMetrics',
      request(
        [
          {
            name: 'x',
            unit: 's',
            histogram: { dataPoints: [{ ...point, bucketCounts: [1, 2], explicitBounds: [1] }] },
          },
          { name: 'y', gauge: { dataPoints: [{ ...time, asDouble: 1, attributes: [text('a', 'b')] }] } },
        ],
        resource,
      ),
    );
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(good.length),
        (at, byte, cut) => {
          const bad = good.slice();
          bad[at] = byte;
          attempt(() => samplesOf(decodeMetricsProtobuf(bad)));
          attempt(() => decodeMetricsProtobuf(good.slice(0, cut)));
        },
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => attempt(() => decodeMetricsProtobuf(bytes))),
      {
        numRuns: 1000,
      },
    );
    const keys = [
      'resourceMetrics',
      'scopeMetrics',
      'metrics',
      'gauge',
      'sum',
      'dataPoints',
      'attributes',
      'key',
    ];
    const strange = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(strange, fc.constantFrom(...keys), (value, key) => {
        attempt(() => decodeMetricsJson(value));
        attempt(() =>
          decodeMetricsJson(`{"resourceMetrics":[{"${key}":${value},"scopeMetrics":[{"${key}":${value}}]}]}`),
        );
        attempt(() =>
          decodeMetricsJson(
            `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{"${key}":${value}}]},"${key}":${value}}]}]}]}`,
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('values nested without end are refused', () => {
    let value: object = { stringValue: 'x' };
    for (let depth = 0; depth < 30; depth++) value = { arrayValue: { values: [value] } };
    const content = request([
      { name: 'x', gauge: { dataPoints: [{ attributes: [attribute('deep', value)] }] } },
    ]);
    assert.throws(() => decodeMetricsProtobuf(encode('ExportMetrics', content)), { problem: 'malformed' });
    assert.throws(() => decodeMetricsJson(JSON.stringify(content)), { problem: 'malformed' });
  });
});
