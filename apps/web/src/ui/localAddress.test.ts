import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLocalHost, namesLocalAddress } from './localAddress.ts';

describe('addresses of this machine only', () => {
  it('are localhost and loopback, in every notation a browser has', () => {
    for (const host of ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.8.4.2', '[::1]', '::1'])
      assert.equal(isLocalHost(host), true, host);
    for (const host of ['anker.example', 'localhost.example', '192.168.1.127', '10.127.0.1', '[fd00::1]'])
      assert.equal(isLocalHost(host), false, host);
  });
  it('are found in a command and in a link', () => {
    assert.ok(namesLocalAddress("curl -fsS 'http://localhost:8484/install.sh' | sh -s -- --token x"));
    assert.ok(namesLocalAddress('http://127.0.0.1:8484/invitation#abc'));
    assert.ok(!namesLocalAddress('curl https://anker.example/install.sh | sh -s -- --host localhost'));
    assert.ok(!namesLocalAddress('rettungsanker agent enroll'));
  });
});
