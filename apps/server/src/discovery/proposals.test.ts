import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kindOf } from '../monitoring/index.ts';
import { PORTS } from './model/clues.ts';
import { ROLES } from './model/roles.ts';
import { proposeChecks } from './proposals.ts';

const access = { version: '2c', community: 'anker' } as const;
const of = (some: Partial<Parameters<typeof proposeChecks>[0]>, snmp = true) =>
  proposeChecks(
    { address: '192.168.1.20', ports: [], answeredBy: ['icmp', 'snmp'], sysDescr: null, role: null, ...some },
    snmp ? access : undefined,
  );
const usual = (some: Parameters<typeof of>[0], snmp = true) =>
  of(some, snmp).flatMap(({ key, usual: yes }) => (yes ? [key] : []));

describe('proposed checks', () => {
  it('all of them are valid, may be run by a probe, and have names of their own', () => {
    const ports = [...new Set([...PORTS.keys(), 21, 443, 995])];
    for (const role of [null, ...ROLES]) {
      const proposed = of({ role, ports });
      assert.ok(proposed.length > 20);
      assert.equal(new Set(proposed.map(({ key }) => key)).size, proposed.length);
      for (const { key, kind, config } of proposed) {
        const parsed = kindOf(kind).config.safeParse(config);
        assert.ok(parsed.success, `${key}: ${JSON.stringify(parsed.error?.issues)}`);
        assert.ok(kindOf(kind).runsOn.includes('agent'), key);
        assert.ok(/^\S{1,50}$/.test(key), key);
      }
    }
  });

  it('fit what it is', () => {
    assert.deepEqual(usual({ role: 'switch', ports: [22, 80] }), ['icmp', 'ssh-22', 'snmp-interfaces']);
    assert.deepEqual(usual({ role: 'switch', ports: [22, 80] }, false), ['icmp', 'ssh-22']);
    assert.deepEqual(usual({ role: 'printer', ports: [9100] }), ['icmp', 'tcp-9100', 'snmp-printer']);
    assert.deepEqual(usual({ role: 'ups' }), ['icmp', 'snmp-ups']);
    assert.deepEqual(usual({ role: 'controller', ports: [502], answeredBy: ['tcp'] }), ['tcp-502']);
    assert.deepEqual(usual({ role: 'server', ports: [443] }, false), ['icmp', 'http-443']);
    assert.ok(of({ ports: [443] }).some(({ key }) => key === 'tls-443'));
    assert.ok(of({ ports: [4840] }).some(({ key }) => key === 'opcua-4840'));
  });

  it('what comes and goes is offered, but not ticked: nobody is woken for a laptop that was closed', () => {
    assert.deepEqual(usual({ role: 'workstation', ports: [22, 445] }), []);
    assert.ok(of({ role: 'workstation', ports: [22] }).length >= 2);
  });
});
