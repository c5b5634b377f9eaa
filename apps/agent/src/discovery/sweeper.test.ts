import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { networksMissing, type TestNetwork } from './test-network.ts';
import { NOT_ALLOWED, order, SITE, TestProbe } from './test-probe.ts';

describe('the order of a sweep', { skip: networksMissing() }, () => {
  let probe: TestProbe;
  let network: TestNetwork;

  before(async () => {
    probe = await TestProbe.open();
    network = probe.network;
    network.host('printer', '10.77.0.20/24');
  });
  after(() => probe?.close());

  test('one that was cut off by a crash begins anew; one that is withdrawn ends', () =>
    probe.with(async (b, reports) => {
      const sweep = order();
      b.server.config.sweep = sweep;
      const first = probe.start(b);
      await first.logged(/A sweep of the neighbourhood begins/);
      await first.end('SIGKILL');
      const second = probe.start(b);
      await b.server.until(() => reports('running').length > 0, 'a report of the second attempt', 30_000);
      const { sweep: _, ...without } = b.server.config;
      b.server.broadcast({ type: 'config', config: without });
      await second.logged(/A sweep of the neighbourhood was stopped/);
      assert.deepEqual(reports('done'), []);
      // Wanted again, it is carried out; for a part of the network.
      const config = { ...without, sweep: { ...sweep, networks: ['10.77.0.16/29'] } };
      b.server.broadcast({ type: 'config', config });
      await b.server.until(() => reports('done').length > 0, 'the end of the sweep', 60_000);
      assert.deepEqual(
        reports('done').map(({ sweepId, networks, neighbours }) => [
          sweepId,
          networks,
          neighbours.map(({ address }) => address),
        ]),
        [[sweep.id, ['10.77.0.16/29'], ['10.77.0.20']]],
      );
    }));

  test('a stop of the agent does not wait for its sweep', () =>
    probe.with(async (b) => {
      b.server.config.sweep = order();
      const agent = probe.start(b);
      await agent.logged(/A sweep of the neighbourhood begins/);
      const started = performance.now();
      assert.equal(await agent.end('SIGTERM'), 0);
      assert.ok(performance.now() - started < 4_000);
    }));

  test('a host that has gone is none, though the table of this one still knows it', () =>
    probe.with(async (b, reports) => {
      // What remains of one that was there some minutes ago.
      const entry = ['10.77.0.70', 'lladdr', '02:00:00:00:00:70', 'dev', 'eth0', 'nud', 'stale'];
      network.run('probe', 'ip', 'neigh', 'replace', ...entry);
      b.server.config.sweep = order({ networks: ['10.77.0.68/30'] });
      probe.start(b);
      await b.server.until(() => reports('done').length > 0, 'the end of the sweep', 60_000);
      assert.deepEqual(reports('done')[0]!.neighbours, []);
    }));

  test('without the permission of the owner nothing is sent', () =>
    probe.with(async (b, reports) => {
      const before = sent(network);
      b.server.config.sweep = order();
      probe.start(b);
      await b.server.until(() => reports('refused').length > 0, 'the refusal');
      const [report] = reports();
      assert.deepEqual([report!.code, report!.networks], ['RA_DISCOVERY_NOT_ALLOWED', []]);
      assert.match(report!.message!, /agent\.toml needs "discovery = true"/);
      assert.ok(sent(network) - before < 20, 'nothing but what the kernel sends by itself');
    }, NOT_ALLOWED));

  test('a network that the site does not declare, or that the order names in vain, is not looked at', () =>
    probe.with(async (b, reports) => {
      b.server.config.networks = ['192.168.5.0/24', 'nonsense'];
      b.server.config.sweep = order();
      probe.start(b);
      await b.server.until(() => reports('refused').length > 0, 'the refusal');
      const config = {
        ...b.server.config,
        networks: [SITE],
        sweep: order({ networks: ['10.78.0.0/24', '::/0'] }),
      };
      b.server.broadcast({ type: 'config', config });
      await b.server.until(() => reports('refused').length > 1, 'the second refusal');
      assert.deepEqual(
        reports().map(({ code }) => code),
        ['RA_DISCOVERY_NETWORK', 'RA_DISCOVERY_NETWORK'],
      );
      assert.match(
        reports()[0]!.message!,
        /this host is in 10\.77\.0\.0\/24; the site declares 192\.168\.5\.0\/24/,
      );
    }));

  test('an order beyond the limits is no configuration', () =>
    probe.with(async (b, reports) => {
      const snmp = Array.from({ length: 5 }, (_, at) => ({ version: '2c', community: `c${at}` }) as const);
      b.server.config.sweep = order({ snmp });
      const agent = probe.start(b);
      await agent.logged(/an invalid frame \(config\.sweep\.snmp/);
      assert.deepEqual(reports(), []);
    }));
});

/** Packets that left the probe's host. */
function sent(network: TestNetwork): number {
  const text = network.run('probe', 'ip', '-j', '-s', 'link', 'show', 'eth0');
  const [link] = JSON.parse(text) as { stats64: { tx: { packets: number } } }[];
  return link!.stats64.tx.packets;
}
