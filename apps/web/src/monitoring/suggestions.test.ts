import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CheckValues, checkInput } from './checkInput.ts';
import { suggestionsFrom } from './suggestions.ts';

const section = <T>(facts: T) => ({
  facts,
  collectedAt: '2026-03-02T08:00:00Z',
  changedAt: '2026-03-02T08:00:00Z',
});

describe('a new check', () => {
  it('is suggested from the inventory: each name and port once, in order', () => {
    const found = suggestionsFrom({
      services: section([
        { name: 'nginx.service', state: 'running' as const },
        { name: 'cups.service', state: 'failed' as const },
      ]),
      ports: section([
        { protocol: 'tcp' as const, address: '0.0.0.0', port: 443, process: 'nginx' },
        { protocol: 'tcp' as const, address: '::', port: 443, process: 'nginx' },
        { protocol: 'tcp' as const, address: '127.0.0.1', port: 25 },
        { protocol: 'udp' as const, address: '0.0.0.0', port: 53, process: 'dnsmasq' },
      ]),
    });
    assert.deepEqual(found, {
      services: ['cups', 'nginx'],
      processes: ['dnsmasq', 'nginx'],
      ports: [
        { port: 25, process: '' },
        { port: 443, process: 'nginx' },
      ],
    });
    assert.deepEqual(suggestionsFrom({}), { services: [], processes: [], ports: [] });
  });

  it('carries what its kind needs and leaves out what is empty', () => {
    const values: CheckValues = {
      kind: 'process',
      service: 'nginx',
      process: ' ',
      command: ' -jar lager.jar ',
      minimum: 2,
      url: 'https://',
      status: '200-299',
      contains: '',
      host: '',
      port: 443,
      runsOn: 'agent',
      intervalSeconds: 10,
      name: '',
      schedule: 'every',
      periodMinutes: 1440,
      graceMinutes: 60,
      expression: '',
      timeZone: 'Europe/Berlin',
    };
    assert.deepEqual(checkInput(values), {
      kind: 'process',
      config: { commandContains: '-jar lager.jar', minimum: 2 },
      intervalMs: 10_000,
    });
    assert.deepEqual(checkInput({ ...values, kind: 'tcp', host: ' db ', runsOn: 'server' }), {
      kind: 'tcp',
      config: { host: 'db', port: 443 },
      intervalMs: 10_000,
      runsOn: 'server',
    });
    const heartbeat: CheckValues = { ...values, kind: 'heartbeat', name: ' Nachtsicherung ' };
    assert.deepEqual(checkInput(heartbeat), {
      kind: 'heartbeat',
      name: 'Nachtsicherung',
      config: { type: 'every', periodSeconds: 86_400, graceSeconds: 3_600 },
    });
    assert.deepEqual(checkInput({ ...heartbeat, schedule: 'cron', expression: ' 30 2 * * * ' }).config, {
      type: 'cron',
      expression: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      graceSeconds: 3_600,
    });
  });
});
