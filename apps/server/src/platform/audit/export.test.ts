import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { signCheckpoints } from './checkpoints.ts';
import { auditExport } from './command-line.ts';
import { verifyExport } from './export.ts';
import { type AuditWorld, auditWorld } from './testing/world.ts';

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n');
}

describe('an exported log', () => {
  let world: AuditWorld;
  let clientId: string;
  let text = '';
  before(async () => {
    world = await auditWorld();
    clientId = await world.client('Müller GmbH', 'MUE');
    await world.write(clientId, 3);
    await signCheckpoints(world);
    await world.write(clientId, 2);
    const entries = await auditExport(
      world.database.owner,
      clientId,
      { publicKey: world.publicKey, now: new Date() },
      async (line) => {
        text += line;
      },
    );
    assert.equal(entries, 5);
  });
  after(() => world.close());
  const verdict = (changed = text, key = world.publicKey) => verifyExport(linesOf(changed), key);
  const kinds = async (changed: string) =>
    (await verdict(changed)).problems.map(({ kind, seq }) => `${kind} ${seq}`);
  const line = (pattern: RegExp) => text.split('\n').find((one) => pattern.test(one))!;

  it('is verified without a database, with or without a known key', async () => {
    const known = await verdict();
    assert.deepEqual(
      [known.ok, known.entries, known.signedTo, known.clientName],
      [true, 5, 3, 'Müller GmbH'],
    );
    const alone = await verifyExport(linesOf(text));
    assert.equal(alone.ok, true);
    const raw = Buffer.from(world.publicKey.export({ format: 'jwk' }).x!, 'base64url');
    assert.equal(alone.keyFingerprint, createHash('sha256').update(raw).digest('hex'));
  });
  it('shows every change of an entry, of its place and of the head', async () => {
    assert.deepEqual(await kinds(text.replace('Werk 1', 'Werk 9')), ['altered 2']);
    assert.deepEqual(await kinds(text.replace(`${line(/"seq":4,"type":"entry"/)}\n`, '')), ['removed 4']);
    assert.match(
      (await kinds(text.replace(/"head":\{"hash":"[0-9a-f]/, (found) => `${found.slice(0, -1)}x`)))[0]!,
      /^head 5$/,
    );
    const cut = text.replace(`${line(/"seq":5,"type":"entry"/)}\n`, '').replace('"entries":5', '"entries":4');
    assert.deepEqual(await kinds(cut), ['head 4']);
  });
  it('shows a key that is not the server’s', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    assert.equal((await verdict(text, publicKey)).problems[0]!.kind, 'checkpoint');
  });
  it('is refused when it is incomplete or no export at all', async () => {
    const broken = [
      '',
      'hello',
      '{"type":"header"}',
      text.split('\n').slice(1).join('\n'),
      text.replace(/\{"entries":5,"type":"end"\}\n/, ''),
      text.replace(/("publicKey":")[^"]+/, '$1AAAA'),
      text.replace(line(/"type":"end"/), line(/"type":"header"/)),
    ];
    for (const one of broken) {
      await assert.rejects(verifyExport(linesOf(one)), { code: 'RA_AUDIT_BROKEN' }, one.slice(0, 80));
    }
  });
});
