import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHECK_KIND_NAMES, kindOf } from './kinds/index.ts';
import { settingsOf } from './kinds/settings.ts';
import { targetsOf } from './target.ts';

describe('where a check connects to', () => {
  it('is known of every kind that reaches over the network', () => {
    const reached = CHECK_KIND_NAMES.filter((kind) => {
      const { source } = kindOf(kind);
      return source.type === 'executed' && source.executor !== 'host';
    });
    const unknown = reached.filter((kind) => {
      const { properties } = settingsOf(kind) as { properties: Record<string, unknown> };
      const config = Object.fromEntries(Object.keys(properties).map((name) => [name, '127.0.0.1']));
      return targetsOf(kind, { ...config, proxy: undefined }).length === 0;
    });
    // They listen for what devices send and connect to nobody.
    assert.deepEqual(unknown, ['snmp-trap', 'syslog']);
  });

  it('is the host of an address, of whatever scheme', () => {
    const url = 'opc.tcp://192.168.10.60:4840/x';
    assert.deepEqual(targetsOf('opcua', { url }), [{ field: 'config.url', host: '192.168.10.60' }]);
    assert.deepEqual(targetsOf('exporter', { url: 'http://[::1]:9100/metrics' }), [
      { field: 'config.url', host: '[::1]' },
    ]);
    assert.deepEqual(targetsOf('snmp-ups', { host: '10.0.0.9' }), [
      { field: 'config.host', host: '10.0.0.9' },
    ]);
  });

  it('is the name server of a DNS check, and not the name that is asked for', () => {
    assert.deepEqual(targetsOf('dns', { name: 'localhost' }), []);
    assert.deepEqual(targetsOf('dns', { name: 'a.example', resolver: '10.0.0.53' }), [
      { field: 'config.resolver', host: '10.0.0.53' },
    ]);
  });

  it('is the proxy where there is one', () => {
    const config = { url: 'http://10.0.0.1/', proxy: 'http://10.0.0.2:3128' };
    assert.deepEqual(targetsOf('http', config), [{ field: 'config.proxy', host: '10.0.0.2' }]);
  });

  it('is nowhere for what the agent sees on its own system', () => {
    assert.deepEqual(targetsOf('backup-restic', { host: '127.0.0.1' }), []);
    assert.deepEqual(targetsOf('cpu', { host: '127.0.0.1' }), []);
  });
});
