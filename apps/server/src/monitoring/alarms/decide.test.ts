import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DependencyCycle } from '@rettungsanker/alert-rules';
import { type Decision, decide, type OpenAlert, type Reachability, type Situation } from './decide.ts';
import { type Dependency, topologyOf } from './topology.ts';

const NOW = 1_000_000_000;
const HOLD = 30_000;
const alert = (id: string, change: Partial<OpenAlert> = {}): OpenAlert => ({
  id: `alert ${id}`,
  siteId: 'site',
  assetId: id,
  checkId: `${id} ping`,
  kind: 'icmp',
  severity: 'critical',
  observedAt: NOW - 5_000,
  raisedAt: NOW - 5_000,
  reportedAt: null,
  heldUntil: null,
  suppression: null,
  suppressedBy: null,
  failed: true,
  fromOutside: true,
  recoveryMs: 10_000,
  ...change,
});
const look = (assetId: string, state: Reachability['state'], at = NOW - 1_000): Reachability => ({
  assetId,
  checkId: `${assetId} ping`,
  ofSystem: true,
  state,
  at,
});
const on = (parentAssetId: string, child: Partial<Dependency>): Dependency => ({
  siteId: null,
  assetId: null,
  checkId: null,
  parentAssetId,
  parentCheckId: null,
  ...child,
});

function decisions(
  alerts: OpenAlert[],
  reachability: Reachability[],
  dependencies: Dependency[] = [],
  change: Partial<Situation> = {},
): Record<string, Decision> {
  return Object.fromEntries(
    decide({
      now: NOW,
      holdMs: HOLD,
      alerts,
      topology: topologyOf(dependencies, [
        { id: 'host', siteId: 'site' },
        { id: 'router', siteId: 'site' },
      ]),
      reachability,
      silences: [],
      windows: [],
      ...change,
    }),
  );
}
const consequence = (of: string): Decision => ({ kind: 'suppress', by: 'consequence', id: `alert ${of}` });
const tell: Decision = { kind: 'tell' };

test('what depends on nothing is told at once', () => {
  assert.deepEqual(decisions([alert('host')], [look('host', 'failed')]), { 'alert host': tell });
});

test('a parent that fails later wins, if it fails in time; one that works lets the child be told', () => {
  const host = alert('host');
  const dependency = [on('router', { assetId: 'host' })];
  const looks = [look('host', 'failed'), look('router', 'good', NOW - 10_000)];
  const held: Decision = { kind: 'hold', until: host.raisedAt + HOLD };
  assert.deepEqual(decisions([host], looks, dependency), { 'alert host': held });
  assert.deepEqual(
    decisions(
      [host, alert('router', { raisedAt: NOW, observedAt: NOW })],
      [look('host', 'failed'), look('router', 'failed')],
      dependency,
    ),
    { 'alert host': consequence('router'), 'alert router': tell },
  );
  assert.deepEqual(decisions([host], [look('host', 'failed'), look('router', 'good')], dependency), {
    'alert host': tell,
  });
  assert.deepEqual(decisions([{ ...host, raisedAt: NOW - HOLD }], looks, dependency), { 'alert host': tell });
});

test('with two ways up both have to be gone', () => {
  const both = [on('a', { assetId: 'host' }), on('b', { assetId: 'host' })];
  const looks = [look('host', 'failed'), look('a', 'failed'), look('b', 'good')];
  assert.deepEqual(decisions([alert('host'), alert('a')], looks, both)['alert host'], tell);
  looks[2] = look('b', 'failed');
  const { 'alert host': decision } = decisions([alert('host'), alert('a'), alert('b')], looks, both);
  assert.equal(decision?.kind === 'suppress' && decision.by, 'consequence');
});

test("a host's own checks follow it; its second way of being unreachable is the same outage", () => {
  const service = alert('host', {
    id: 'alert http',
    checkId: 'host http',
    kind: 'http',
    observedAt: NOW - 4_000,
  });
  const agent = alert('host', {
    id: 'alert agent',
    checkId: 'host agent',
    kind: 'availability',
    observedAt: NOW,
  });
  assert.deepEqual(decisions([alert('host'), service, agent], [look('host', 'failed')]), {
    'alert host': tell,
    'alert http': consequence('host'),
    'alert agent': consequence('host'),
  });
  // The agent still reports: the host is not down, its answer to pings is.
  const reports = { ...look('host', 'good'), checkId: 'host agent' };
  assert.deepEqual(decisions([alert('host'), service], [look('host', 'failed'), reports]), {
    'alert host': tell,
    'alert http': tell,
  });
});

test('a whole site hangs on its uplink, but not the uplink on itself', () => {
  const site = [on('router', { siteId: 'site' })];
  const looks = [look('host', 'failed'), look('router', 'failed')];
  assert.deepEqual(decisions([alert('host'), alert('router')], looks, site), {
    'alert host': consequence('router'),
    'alert router': tell,
  });
});

test('when its cause has ended a child has time to end as well, and is then a cause of its own', () => {
  const child = alert('host', { suppression: 'consequence', suppressedBy: 'alert router' });
  const dependency = [on('router', { assetId: 'host' })];
  const looks = [look('host', 'failed'), look('router', 'good')];
  const until = NOW + 10_000 + 2_000;
  assert.deepEqual(decisions([child], looks, dependency), { 'alert host': { kind: 'hold', until } });
  const waiting = {
    ...child,
    suppression: null,
    suppressedBy: null,
    heldUntil: until,
    raisedAt: NOW - 90_000,
  };
  assert.deepEqual(decisions([waiting], looks, dependency), { 'alert host': { kind: 'hold', until } });
  assert.deepEqual(decisions([waiting], looks, dependency, { now: until }), { 'alert host': tell });
});

test('what was told long before its parent failed keeps its own cause', () => {
  const old = alert('host', { observedAt: NOW - 3_600_000, reportedAt: NOW - 3_500_000 });
  const looks = [look('host', 'failed'), look('router', 'failed')];
  const found = decisions([old, alert('router')], looks, [on('router', { assetId: 'host' })]);
  assert.deepEqual(found['alert host'], tell);
});

test('silence and maintenance apply to what they match, in their time; a cause stays a cause', () => {
  const silences = [{ id: 's', matcher: { kinds: ['icmp'] }, startsAt: NOW - 1, endsAt: NOW + 1 }];
  const silent: Decision = { kind: 'suppress', by: 'silence', id: 's' };
  assert.deepEqual(decisions([alert('host')], [look('host', 'failed')], [], { silences }), {
    'alert host': silent,
  });
  assert.deepEqual(decisions([alert('host')], [look('host', 'failed')], [], { silences, now: NOW + 1 }), {
    'alert host': tell,
  });
  const local = new Date(NOW).toISOString();
  const windows = [
    {
      id: 'w',
      matcher: { assetIds: ['router'] },
      window: {
        timeZone: 'UTC',
        recurrence: { kind: 'once' as const, date: local.slice(0, 10) },
        from: local.slice(11, 16),
        until: '23:59',
      },
    },
  ];
  assert.deepEqual(
    decisions(
      [alert('host'), alert('router')],
      [look('host', 'failed'), look('router', 'failed')],
      [on('router', { assetId: 'host' })],
      { windows },
    ),
    { 'alert host': consequence('router'), 'alert router': { kind: 'suppress', by: 'maintenance', id: 'w' } },
  );
});

test('a circle is refused, through checks as well', () => {
  assert.throws(
    () => topologyOf([on('b', { assetId: 'a' }), on('a', { assetId: 'b' })], []),
    DependencyCycle,
  );
  assert.throws(
    () => topologyOf([on('a', { assetId: 'b' }), on('b', { assetId: 'a', parentCheckId: 'check of b' })], []),
    DependencyCycle,
  );
});
