import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHECK_CODES } from '@rettungsanker/agent/checks';
import type { Rule } from '@rettungsanker/alert-rules';
import { CHECK_KIND_NAMES, kindOf } from './kinds/index.ts';
import { describeRule } from './rule-wording.ts';
import { checkTitle, describeEnd, describeFinding, type Finding } from './wording.ts';

const CONFIG: Record<string, Record<string, unknown>> = {
  service: { service: 'nginx' },
  process: { name: 'backupd', minimum: 3 },
  http: { url: 'https://shop.example/', status: '200-299', maxMs: 500 },
  tcp: { host: 'mail.example', port: 25 },
  tls: { host: 'shop.example', port: 443, warnDays: 21, criticalDays: 7 },
};
const finding = (kind: string, change: Partial<Finding> = {}): Finding => ({
  kind,
  code: null,
  checkName: `${kind} x`,
  config: CONFIG[kind] ?? {},
  instance: ['disk', 'inodes', 'disk-forecast'].includes(kind) ? '/srv' : '',
  values: {},
  message: 'a technical sentence',
  ...change,
});
const both = (one: Finding, system?: string): string[] => [
  describeFinding('de', one, system),
  describeFinding('en', one, system),
];

/** Kinds that a runner judges and gives a code to. */
const RUN = CHECK_KIND_NAMES.filter((kind) => kindOf(kind).source.type === 'executed');

describe('what an alert says', () => {
  const cases: [Finding, string, string][] = [
    [
      finding('service', { code: 'RA_CHECK_NOT_RUNNING' }),
      'Dienst nginx auf vm läuft nicht',
      'Service nginx on vm is not running',
    ],
    [
      finding('process', { code: 'RA_CHECK_NOT_RUNNING', values: { count: 0 } }),
      'Prozess backupd auf vm läuft nicht',
      'Process backupd on vm is not running',
    ],
    [
      finding('process', { code: 'RA_CHECK_NOT_RUNNING', values: { count: 2 } }),
      'Prozess backupd auf vm läuft nur 2-mal',
      'Process backupd on vm is running only 2 times',
    ],
    [
      finding('disk', { values: { value: 96.5 } }),
      '/srv auf vm ist zu 96,5 % voll',
      '/srv on vm is 96.5% full',
    ],
    [
      finding('disk-forecast', { values: { days: 1.4 } }),
      '/srv auf vm ist in einem Tag voll',
      '/srv on vm will be full in one day',
    ],
    [
      finding('availability', { code: 'RA_AGENT_SILENT', values: { silentSeconds: 20 } }),
      'vm meldet sich nicht mehr',
      'vm does not report any more',
    ],
    [
      finding('clock', { values: { value: 10_800 } }),
      'Die Uhr auf vm geht um 3 Std. falsch',
      'The clock on vm is off by 3 h',
    ],
    [
      finding('http', { code: 'RA_CHECK_STATUS', values: { status: 500 } }),
      'https://shop.example/ (vm) antwortet mit Status 500',
      'https://shop.example/ (vm) answers with status 500',
    ],
    [
      finding('tcp', { code: 'RA_CHECK_REFUSED' }),
      'mail.example:25 (vm) nimmt keine Verbindungen an',
      'mail.example:25 (vm) refuses connections',
    ],
    [
      finding('tls', { code: 'RA_CHECK_TLS_EXPIRES_SOON', values: { days_left: 5.9 } }),
      'Das Zertifikat von shop.example (vm) läuft in 5 Tagen ab',
      'The certificate of shop.example (vm) expires in 5 days',
    ],
  ];
  for (const [one, de, en] of cases) it(de, () => assert.deepEqual(both(one, 'vm'), [de, en]));

  it('is a sentence of its own for whatever a check can fail with, never a code or the text for logs', () => {
    for (const [code, { status }] of Object.entries(CHECK_CODES)) {
      // What cannot be judged raises no alert.
      if (status !== 'failed' && status !== 'warning') continue;
      for (const kind of code === 'RA_CHECK_NOT_RUNNING' ? ['service', 'process'] : RUN) {
        const texts = both(finding(kind, { code, values: { status: 500, days_left: 3, count: 0 } }), 'vm');
        for (const text of texts) {
          // The checker's own words may stand behind ours, in brackets.
          assert.doesNotMatch(
            text.replace(/^(.+: .+) \(a technical sentence\)$/, '$1'),
            /RA_|technical|undefined|NaN|\?/,
            `${kind} ${code}`,
          );
          assert.match(text, /vm/, 'it says where');
        }
        assert.notEqual(texts[0], texts[1]);
      }
    }
  });

  it('and how it ended, also when it did not recover', () => {
    const service = finding('service', { values: { running: 1 } });
    assert.equal(describeEnd('de', service, 'recovered', 'vm'), 'Dienst nginx auf vm läuft wieder');
    assert.equal(describeEnd('en', service, 'archived', 'vm'), 'vm was taken out of service');
    const disk = finding('disk', { values: { value: 60 } });
    assert.equal(describeEnd('de', disk, 'recovered', 'vm'), '/srv auf vm ist nur noch zu 60 % voll');
    assert.equal(describeEnd('de', disk, 'gone', 'vm'), '/srv auf vm gibt es nicht mehr');
    assert.equal(
      describeEnd('de', { ...disk, values: {} }, 'recovered'),
      'Speicherplatz /srv: wieder in Ordnung',
    );
  });
});

describe('the rule that fired', () => {
  const fired = (kind: string, change: Partial<Finding>, rule?: Rule) => ({
    ...finding(kind, change),
    rule: rule ?? kindOf(kind as 'disk').defaultRule,
    severity: 'critical' as const,
    intervalMs: 10_000,
  });
  it('comes with the value and the threshold', () => {
    assert.equal(
      describeRule('de', fired('disk', { values: { value: 97 } })),
      'gemessen 97 %, Schwelle über 93 % (kritisch)',
    );
    assert.equal(
      describeRule('en', fired('cpu', { values: { value: 99 } })),
      'measured 99%, threshold above 98%, for at least 10 min (critical)',
    );
    assert.equal(
      describeRule('de', fired('http', { code: 'RA_CHECK_STATUS', values: { status: 500 } })),
      'Status 500, erwartet 200-299, geprüft alle 10 s (kritisch)',
    );
    assert.equal(
      describeRule('en', fired('process', { code: 'RA_CHECK_NOT_RUNNING', values: { count: 1 } })),
      'found 1, expected at least 3, checked every 10 s (critical)',
    );
  });
  it('is called by its name, or by its kind in the language of the reader', () => {
    assert.equal(checkTitle('de', 'service', 'service nginx', { service: 'nginx' }), 'Dienst nginx');
    assert.equal(checkTitle('en', 'disk', 'disk', {}), 'Disk space');
    assert.equal(checkTitle('de', 'service', 'Webserver', { service: 'nginx' }), 'Webserver');
    for (const kind of CHECK_KIND_NAMES) assert.match(checkTitle('de', kind, kind, {}), /^[A-Z]/);
  });
});
