import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesTo, newCheck } from './checkInput.ts';
import { readSettings } from './field.ts';
import { placesFor } from './places.ts';
import { addressesOf, namesIn, suggestedChecks } from './suggested.ts';
import { shownValue } from './values.ts';

const section = <T>(facts: T) => ({
  facts,
  collectedAt: '2026-03-02T08:00:00Z',
  changedAt: '2026-03-02T08:00:00Z',
});
const services = section([
  { name: 'nginx.service', state: 'running' as const },
  { name: 'cron.service', state: 'running' as const },
  { name: 'postgresql.service', state: 'failed' as const },
]);
const ports = section([
  { protocol: 'tcp' as const, address: '0.0.0.0', port: 443, process: 'nginx' },
  { protocol: 'tcp' as const, address: '::', port: 443, process: 'nginx' },
  { protocol: 'tcp' as const, address: '127.0.0.1', port: 25 },
  { protocol: 'tcp' as const, address: '0.0.0.0', port: 143, process: 'dovecot' },
  { protocol: 'udp' as const, address: '0.0.0.0', port: 53, process: 'dnsmasq' },
]);

describe('a new check', () => {
  it('takes names from the inventory: each once, in order', () => {
    assert.deepEqual(namesIn({ services, ports }), {
      services: ['cron', 'nginx', 'postgresql'],
      processes: ['dnsmasq', 'dovecot', 'nginx'],
    });
    assert.deepEqual(namesIn({}), { services: [], processes: [] });
  });

  it('takes addresses that others can reach', () => {
    const interfaces = section([
      { name: 'lo', up: true, addresses: [{ address: '127.0.0.1' }, { address: '::1' }] },
      { name: 'eth0', up: true, addresses: [{ address: '192.168.10.12' }, { address: 'fe80::1' }] },
    ]);
    assert.deepEqual(addressesOf('192.168.10.12', { interfaces }), ['192.168.10.12']);
    assert.deepEqual(addressesOf(null, {}), []);
  });

  it('is suggested for what listens for others and for services that matter, unless it is there', () => {
    const found = suggestedChecks({ services, ports }, 'erp.example', []);
    assert.deepEqual(
      found.map(({ kind, config }) => [kind, config]),
      [
        ['http', { url: 'https://erp.example/' }],
        ['imap', { host: 'erp.example', port: 143, security: 'starttls' }],
        ['service', { service: 'nginx' }],
      ],
    );
    const left = suggestedChecks({ services, ports }, 'erp.example', [found[2]!]);
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['http', 'imap'],
    );
    assert.deepEqual(suggestedChecks({ ports }, undefined, []), []);
  });

  it('runs where its kind and the agents allow it', () => {
    const own = { id: 'a', agentId: 'x' };
    const systems = [own, { id: 'b', agentId: 'y' }, { id: 'c', agentId: null }];
    const anywhere = { runsOn: ['agent', 'server'], executor: 'anywhere' } as const;
    assert.deepEqual(placesFor({ ...anywhere, runsOn: [...anywhere.runsOn] }, own, systems), [
      'agent',
      'server',
      'probe:b',
    ]);
    assert.deepEqual(placesFor({ runsOn: ['agent'], executor: 'host' }, own, systems), ['agent']);
    assert.deepEqual(placesFor({ runsOn: ['agent'], executor: 'site' }, systems[2]!, systems), [
      'probe:a',
      'probe:b',
    ]);
    assert.deepEqual(placesFor({ runsOn: ['samples'], executor: null }, own, systems), []);
  });
});

describe('a check that is changed', () => {
  const field = readSettings({
    type: 'object',
    properties: { host: { type: 'string' }, password: { type: 'string', writeOnly: true } },
    required: ['host'],
  });
  const check = {
    kind: 'tcp',
    name: 'tcp db:1',
    config: { host: 'db', password: '••••••••' },
    runsOn: 'agent',
    probeId: null,
    second: null,
    intervalMs: 30_000,
  } as never;
  const values = {
    name: '',
    at: 'agent',
    second: '',
    intervalMs: 30_000,
    config: shownValue(field, { host: 'db', password: '••••••••' }),
  };

  it('sends what is different and nothing else: new settings end what is alarmed', () => {
    assert.deepEqual(changesTo(check, field, values), {});
    assert.deepEqual(changesTo(check, field, { ...values, second: 'server', intervalMs: 60_000 }), {
      second: { runsOn: 'server', probeId: null },
      intervalMs: 60_000,
    });
    assert.deepEqual(changesTo(check, field, { ...values, at: 'probe:b', name: 'Datenbank' }), {
      name: 'Datenbank',
      runsOn: 'agent',
      probeId: 'b',
    });
    const moved = { ...values, config: shownValue(field, { host: 'db2', password: '••••••••' }) };
    assert.deepEqual(changesTo(check, field, moved), { config: { host: 'db2', password: '••••••••' } });
  });

  it('is new with its places, and without them where it is judged from samples', () => {
    const config = shownValue(field, { host: ' db ' });
    assert.deepEqual(newCheck('tcp', field, { ...values, config, second: 'probe:b' }), {
      kind: 'tcp',
      config: { host: 'db' },
      runsOn: 'agent',
      probeId: null,
      second: { runsOn: 'agent', probeId: 'b' },
      intervalMs: 30_000,
    });
    assert.deepEqual(newCheck('trend', field, { ...values, config, at: '', name: ' Leck ' }), {
      kind: 'trend',
      config: { host: 'db' },
      name: 'Leck',
    });
  });
});
