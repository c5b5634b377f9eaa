import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { DataType, StatusCodes, Variant } from 'node-opcua-client';
import { OPCUAServer } from 'node-opcua-server';
import { volatileMemory } from '../memory.ts';
import { assertOutcome, check, here, listen } from '../test-environment.ts';

/** A server takes seconds to start: one for all. */
describe('OPC UA against a real server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ra-opcua-'));
  const env = { ...here, folder };
  let server: OPCUAServer;
  let url: string;

  before(async () => {
    server = new OPCUAServer({
      port: 0,
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      nodeset_filename: [],
      serverCertificateManager: new OPCUACertificateManager({
        rootFolder: join(folder, 'server'),
        automaticallyAcceptUnknownCertificate: true,
        disableFileWatchers: true,
      }),
      userManager: {
        isValidUser: (name: string, password: string) => name === 'watcher' && password === 'swordfish',
      },
    });
    await server.initialize();
    const space = server.engine.addressSpace!;
    const own = space.getOwnNamespace();
    const boiler = own.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Boiler' });
    const variable = (name: string, value: Variant | typeof StatusCodes.BadSensorFailure) =>
      own.addVariable({
        componentOf: boiler,
        browseName: name,
        nodeId: `s=Boiler.${name}`,
        dataType: 'Double',
        minimumSamplingInterval: 1000,
        value: { get: () => value },
      });
    variable('Temperature', new Variant({ dataType: DataType.Double, value: 81.5 }));
    variable('Broken', StatusCodes.BadSensorFailure);
    await server.start();
    url = `opc.tcp://127.0.0.1:${server.endpoints[0]!.port}`;
  });
  after(async () => {
    await server.shutdown(0);
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (more: object, its = env) =>
    check({ kind: 'opcua', url, node: 'ns=1;s=Boiler.Temperature', timeoutMs: 10_000, ...more }, its);

  it('a value over a signed and encrypted connection', async () => {
    const outcome = await read({ limits: { warnAbove: 80, criticalAbove: 90 } });
    assertOutcome(outcome, 'warning', 'RA_CHECK_LIMIT');
    assert.deepEqual([outcome.values.value, outcome.values.state], [81.5, 0]);
  });

  it('an insecure connection has to be allowed', async () => {
    assertOutcome(await read({ security: 'None' }), 'unknown', 'RA_CHECK_INVALID');
    assertOutcome(await read({ security: 'None', allowInsecure: true }), 'ok');
  });

  it('a user with the right password, and with a wrong one', async () => {
    assertOutcome(await read({ user: 'watcher', password: 'swordfish' }), 'ok');
    const wrong = await read({ user: 'watcher', password: 'mackerel' });
    assertOutcome(wrong, 'unknown', 'RA_CHECK_CREDENTIALS');
    assert.doesNotMatch(wrong.message, /mackerel/);
  });

  it('a value that is bad, and one that is not there', async () => {
    assertOutcome(await read({ node: 'ns=1;s=Boiler.Broken' }), 'failed', 'RA_CHECK_STATE');
    assertOutcome(await read({ node: 'ns=1;s=Boiler.Pressure' }), 'unknown', 'RA_CHECK_MISSING');
  });

  it('a server whose certificate is another one is not spoken to', async () => {
    const memory = volatileMemory();
    assertOutcome(await read({}, { ...env, memory }), 'ok');
    assertOutcome(await read({}, { ...env, memory }), 'ok');
    memory.save('0'.repeat(64));
    assertOutcome(await read({}, { ...env, memory }), 'failed', 'RA_CHECK_TLS_UNTRUSTED');
    assertOutcome(await read({ fingerprint: '00'.repeat(32) }), 'failed', 'RA_CHECK_TLS_UNTRUSTED');
  });

  it('what does not answer, or is no OPC UA', async (t) => {
    assertOutcome(await read({ url: 'opc.tcp://127.0.0.1:1' }), 'failed', 'RA_CHECK_REFUSED');
    assertOutcome(await read({ url: 'opc.tcp://192.0.2.1' }), 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
    const silent = await listen(
      t,
      createServer(() => {}),
    );
    assertOutcome(
      await read({ url: `opc.tcp://127.0.0.1:${silent}`, timeoutMs: 300 }),
      'failed',
      'RA_CHECK_TIMEOUT',
    );
  });
});
