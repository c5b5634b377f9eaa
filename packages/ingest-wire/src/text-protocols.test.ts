import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeAlertmanager } from './alertmanager.ts';
import { WireError } from './errors.ts';
import { type ExpositionFormat, expositionFormat, parseExposition } from './exposition.ts';
import { graphiteLabels, parseGraphite } from './graphite.ts';
import { decodeZabbix, readZabbixHeader, zabbixAnswer, zabbixLabels, zabbixNumber } from './zabbix.ts';

const onlyWireErrors = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof WireError, String(error));
  }
};

describe('Zabbix sender protocol', () => {
  const header = (flags: number, length: number, reserved = 0): Buffer => {
    const bytes = Buffer.from(`ZBXD\0${'\0'.repeat(8)}`);
    bytes[4] = flags;
    bytes.writeUInt32LE(length, 5);
    bytes.writeUInt32LE(reserved, 9);
    return bytes;
  };

  test('reads headers, also when they come byte by byte', () => {
    const whole = header(1, 100);
    for (let length = 0; length < whole.length; length++)
      assert.equal(readZabbixHeader(whole.subarray(0, length), 1000), undefined);
    assert.deepEqual(readZabbixHeader(whole, 1000), { compressed: false, length: 100 });
    assert.deepEqual(readZabbixHeader(header(3, 100, 900), 1000), { compressed: true, length: 100 });
  });

  const refused: [string, Buffer, WireError['problem']][] = [
    ['another protocol, at its first byte', Buffer.from('G'), 'malformed'],
    ['a header without the protocol flag', header(0, 1), 'malformed'],
    ['unknown flags', header(9, 1), 'malformed'],
    ['large packets', header(5, 1), 'unsupported'],
    ['too much data', header(1, 1001), 'too-large'],
    ['too much data after unpacking', header(3, 10, 1001), 'too-large'],
  ];
  for (const [what, bytes, problem] of refused)
    test(`refuses ${what}`, () => {
      assert.throws(() => readZabbixHeader(bytes, 1000), { problem });
    });

  test('reads values with and without a time of their own', () => {
    const data = [
      { host: 'web1', key: 'load[1]', value: '0.5', clock: 1_800_000_000, ns: 250_000_000 },
      { host: 'web1', key: 'load[1]', value: 3 },
      { host: 'web1' },
      7,
    ];
    const read = decodeZabbix(JSON.stringify({ request: 'sender data', data, clock: 1_800_000_100 }));
    assert.deepEqual(read, {
      values: [
        { host: 'web1', key: 'load[1]', value: '0.5', time: 1_800_000_000_250 },
        { host: 'web1', key: 'load[1]', value: '3', time: 1_800_000_100_000 },
      ],
      malformed: 2,
    });
    const untimed = decodeZabbix(JSON.stringify({ request: 'agent data', data: [data[1]] }));
    assert.equal(untimed.values[0]!.time, undefined);
  });

  test('refuses other requests and anything that is none', () => {
    assert.throws(() => decodeZabbix('{"request":"active checks","host":"x"}'), { problem: 'unsupported' });
    assert.throws(() => decodeZabbix('{"request":"sender data"}'), { problem: 'malformed' });
    fc.assert(fc.property(fc.json({ maxDepth: 3 }), (text) => onlyWireErrors(() => decodeZabbix(text))));
  });

  test('keys become names and parameters, texts are no numbers', () => {
    assert.deepEqual(zabbixLabels('web1', 'vfs.fs.size[/,pused]'), [
      ['__name__', 'vfs_fs_size'],
      ['host', 'web1'],
      ['params', '/,pused'],
    ]);
    assert.deepEqual(zabbixLabels('web1', 'agent.ping').slice(0, 1), [['__name__', 'agent_ping']]);
    assert.deepEqual(['1', ' -2.5e3 ', '.5'].map(zabbixNumber), [1, -2500, 0.5]);
    assert.deepEqual(
      ['', 'up', '1e999', '0x10', 'NaN', 'Infinity'].map(zabbixNumber),
      new Array(6).fill(undefined),
    );
  });

  test('the answer is what zabbix_sender reads', () => {
    const answer = zabbixAnswer(3, 1, 0.0125);
    assert.deepEqual(readZabbixHeader(answer, 1000), { compressed: false, length: answer.length - 13 });
    assert.deepEqual(JSON.parse(answer.subarray(13).toString()), {
      response: 'success',
      info: 'processed: 3; failed: 1; total: 4; seconds spent: 0.012500',
    });
  });
});

describe('Graphite plaintext', () => {
  const line = (text: string) => parseGraphite(text);

  test('reads lines with and without tags', () => {
    assert.deepEqual(line('servers.web1.load 0.5 1800000000'), {
      path: 'servers.web1.load',
      tags: [],
      value: 0.5,
      time: 1_800_000_000_000,
    });
    assert.deepEqual(line('disk.used;host=web1;mount=/srv -1e3 1800000000.5\r'), {
      path: 'disk.used',
      tags: [
        ['host', 'web1'],
        ['mount', '/srv'],
      ],
      value: -1000,
      time: 1_800_000_000_500,
    });
    for (const now of ['a.b 1 -1', 'a.b 1 N', 'a.b 1'])
      assert.equal((line(now) as { time: unknown }).time, undefined);
  });

  for (const bad of [
    '',
    'a',
    'a.b x 1',
    'a.b nan 1',
    'a.b 1 x',
    'a..b 1 1',
    '.a 1 1',
    'a. 1 1',
    'a.b;x 1 1',
    'a.b;=y 1 1',
    'a.b;x= 1 1',
    'a b c d',
    'a.b 1e999 1',
  ])
    test(`refuses "${bad}"`, () => {
      assert.equal(typeof line(bad), 'string');
    });

  test('the path is kept beside the name', () => {
    assert.deepEqual(
      graphiteLabels('a-1.load', [
        ['host', 'x'],
        ['ho.st', 'y'],
        ['ho/st', 'z'],
        ['path', 'p'],
      ]),
      [
        ['__name__', 'a_1_load'],
        ['path', 'a-1.load'],
        ['host', 'x'],
        ['ho_st', 'y'],
      ],
    );
  });
});

describe('exposition format', () => {
  type Scraped = [string, number, number | undefined];
  const scrape = (text: string, format: ExpositionFormat = 'text'): Scraped[] => {
    const found: Scraped[] = [];
    parseExposition(text, format, (labels, value, time) =>
      found.push([labels.map((pair) => pair.join('=')).join(','), value, time]),
    );
    return found;
  };

  test('text: names, labels, escapes, special values, times in milliseconds', () => {
    const text = [
      '# HELP http_requests_total How many.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      '',
      'msdos{path="C:\\\\DIR\\\\F.TXT",error="Cannot find:\\n\\"F.TXT\\"",} 1.458255915e9',
      'without_time 12.47',
      'odd{ a = "1" , empty="" }   +Inf -3982045\r',
      '{"http.server","x"="y"} -Inf',
      'none NaN',
    ].join('\n');
    assert.deepEqual(scrape(text), [
      ['__name__=http_requests_total,method=post,code=200', 1027, 1_395_066_363_000],
      ['__name__=msdos,path=C:\\DIR\\F.TXT,error=Cannot find:\n"F.TXT"', 1.458255915e9, undefined],
      ['__name__=without_time', 12.47, undefined],
      ['__name__=odd,a=1', Number.POSITIVE_INFINITY, -3_982_045],
      ['__name__=http.server,x=y', Number.NEGATIVE_INFINITY, undefined],
      ['__name__=none', Number.NaN, undefined],
    ]);
  });

  test('OpenMetrics: times in seconds, exemplars, the end', () => {
    const text =
      '# TYPE a counter\na_total{x="1"} 3 1520879607.789 # {trace_id="k"} 0.67\na_created 1.5\n# EOF\n';
    assert.deepEqual(scrape(text, 'openmetrics'), [
      ['__name__=a_total,x=1', 3, 1_520_879_607_789],
      ['__name__=a_created', 1.5, undefined],
    ]);
    assert.throws(() => scrape('a 1\n', 'openmetrics'), { problem: 'malformed' });
    assert.throws(() => scrape('# EOF\na 1\n', 'openmetrics'), { problem: 'malformed' });
  });

  for (const bad of [
    'a',
    'a{',
    'a{x} 1',
    'a{x=1} 1',
    'a{x="1" 1',
    'a{x="1"y="2"} 1',
    'a{x="1",x="2"} 1',
    'a 1 x',
    'a 1 2 3',
    'a 0x1',
    '1a 1',
    '{x="1"} 1',
    'a{x="1',
  ])
    test(`refuses ${bad}`, () => {
      assert.throws(() => scrape(bad), { problem: 'malformed' });
    });

  test('what is written out comes back', () => {
    const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,10}$/);
    const label = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,6}$/);
    const value = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\r'));
    const escaped = (text: string): string =>
      text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    fc.assert(
      fc.property(
        name,
        fc.uniqueArray(fc.tuple(label, value), { selector: ([key]) => key, maxLength: 4 }),
        fc.double({ noNaN: true }),
        (metric, labels, number) => {
          const inside = labels.map(([key, text]) => `${key}="${escaped(text)}"`).join(',');
          const shown = Object.is(number, -0) ? '-0' : String(number).replace('Infinity', 'Inf');
          const found: unknown[] = [];
          parseExposition(`${metric}{${inside}} ${shown}\n`, 'text', (...sample) => found.push(sample));
          assert.deepEqual(found, [[[['__name__', metric], ...labels], number, undefined]]);
        },
      ),
    );
  });

  test('any text ends in samples or a WireError, and not more samples than allowed', () => {
    const piece = fc.constantFrom('a', '{', '}', '"', '=', ',', ' ', '\n', '1', '# TYPE a b', '\\', 'x="y"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) =>
        onlyWireErrors(() => scrape(pieces.join(''))),
      ),
      { numRuns: 2000 },
    );
    assert.throws(() => parseExposition('a 1\n'.repeat(11), 'text', () => {}, 10), { problem: 'too-large' });
  });

  test('the format follows from the content type', () => {
    assert.equal(
      expositionFormat('application/openmetrics-text; version=1.0.0; charset=utf-8'),
      'openmetrics',
    );
    assert.equal(expositionFormat('text/plain; version=0.0.4'), 'text');
    assert.equal(expositionFormat('text/html'), 'text');
  });
});

describe('Alertmanager webhook', () => {
  const alert = {
    status: 'firing',
    labels: { alertname: 'DiskFull', severity: 'critical' },
    annotations: { summary: 'full' },
    startsAt: '2026-03-02T08:00:00.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prom/graph',
    fingerprint: 'C2f9d4e1a0b3c4d5',
  };
  const message = (change: object = {}, alerts: object[] = [alert]): string =>
    JSON.stringify({
      version: '4',
      groupKey: 'k',
      receiver: 'ra',
      externalURL: 'http://am',
      alerts,
      ...change,
    });

  test('reads firing and resolved alerts', () => {
    const resolved = { ...alert, status: 'resolved', endsAt: '2026-03-02T09:00:00+01:00' };
    const { alerts, truncated } = decodeAlertmanager(message({ truncatedAlerts: 2 }, [alert, resolved]));
    assert.equal(truncated, 2);
    assert.deepEqual(
      alerts.map(({ status, startsAt, endsAt, fingerprint }) => [
        status,
        startsAt.toISOString(),
        endsAt,
        fingerprint,
      ]),
      [
        ['firing', '2026-03-02T08:00:00.123Z', undefined, 'c2f9d4e1a0b3c4d5'],
        ['resolved', '2026-03-02T08:00:00.123Z', new Date('2026-03-02T08:00:00Z'), 'c2f9d4e1a0b3c4d5'],
      ],
    );
    assert.equal(alerts[0]!.labels.get('alertname'), 'DiskFull');
  });

  const refused: [string, string, WireError['problem']][] = [
    ['what is not JSON', '{', 'malformed'],
    ['a list', '[]', 'malformed'],
    ['another version', message({ version: '3' }), 'unsupported'],
    ['an unknown status', message({}, [{ ...alert, status: 'maybe' }]), 'malformed'],
    ['an alert without fingerprint', message({}, [{ ...alert, fingerprint: undefined }]), 'malformed'],
    ['a fingerprint that is no hash', message({}, [{ ...alert, fingerprint: '../x' }]), 'malformed'],
    ['a label that is no text', message({}, [{ ...alert, labels: { a: 1 } }]), 'malformed'],
    ['a time that is none', message({}, [{ ...alert, startsAt: 'soon' }]), 'malformed'],
    ['more alerts than a message may have', message({}, new Array(1001).fill(alert)), 'too-large'],
  ];
  for (const [what, text, problem] of refused)
    test(`refuses ${what}`, () => {
      assert.throws(() => decodeAlertmanager(text), { problem });
    });

  test('any JSON ends in a message or a WireError', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...Object.keys(alert)), (value, key) => {
        onlyWireErrors(() => decodeAlertmanager(JSON.stringify(value)));
        onlyWireErrors(() => decodeAlertmanager(message({}, [{ ...alert, [key]: value }])));
      }),
    );
  });
});
