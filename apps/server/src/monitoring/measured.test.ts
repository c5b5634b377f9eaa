import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHECK_KINDS } from './kinds/index.ts';
import { type MeasuredAlert, measuredOf } from './measured.ts';

const alert = (over: Partial<MeasuredAlert>): MeasuredAlert => ({
  kind: 'disk',
  checkId: 'c',
  instance: '',
  code: null,
  values: {},
  config: {},
  rule: CHECK_KINDS.disk.defaultRule,
  ...over,
});

describe('the series behind an alert', () => {
  it('is what the agent samples, with the thresholds of the rule', () => {
    assert.deepEqual(measuredOf(alert({ instance: '/srv', values: { value: 96 } })), {
      metric: 'disk.used',
      checkId: null,
      where: null,
      instance: '/srv',
      unit: '%',
      limits: [
        { severity: 'warning', value: 85 },
        { severity: 'critical', value: 93 },
      ],
    });
  });
  it('is what the check measured, with the limits of its settings', () => {
    const rule = CHECK_KINDS.http.defaultRule;
    assert.deepEqual(
      measuredOf(
        alert({
          kind: 'http',
          rule,
          code: 'RA_CHECK_SLOW',
          config: { maxMs: 500 },
          values: { dns_ms: 1, total_ms: 900 },
        }),
      ),
      {
        metric: 'check.total_ms',
        checkId: 'c',
        where: null,
        instance: '',
        unit: 'ms',
        limits: [{ severity: 'critical', value: 500 }],
      },
    );
    const tls = measuredOf(
      alert({
        kind: 'tls',
        rule,
        code: 'RA_CHECK_TLS_EXPIRES_SOON',
        config: { warnDays: 21, criticalDays: 7 },
        values: { tls_ms: 8, days_left: 3 },
      }),
    );
    assert.deepEqual(
      [tls?.metric, tls?.unit, tls?.limits.map(({ value }) => value)],
      ['check.days_left', 'd', [21, 7]],
    );
  });
  it('names the part of a device', () => {
    const found = measuredOf(
      alert({ kind: 'snmp-interfaces', rule: CHECK_KINDS.http.defaultRule, values: { 'in_bps[eth0]': 1 } }),
    );
    assert.deepEqual([found?.metric, found?.instance], ['check.in_bps', 'eth0']);
  });
  it('is missing where nothing is measured, and for kinds of another version', () => {
    assert.equal(measuredOf(alert({ kind: 'availability' })), null);
    assert.equal(measuredOf(alert({ kind: 'of-tomorrow' })), null);
  });
});
