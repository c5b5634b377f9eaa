import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { chainEntry, chainStart } from './chain.ts';
import {
  type Checkpoint,
  checkpointMessage,
  type SignedCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const { seq, hash } = chainEntry(chainStart('client-1'), { action: 'ticket.closed' });
const checkpoint: Checkpoint = { chainId: 'client-1', seq, hash, timeMs: Date.UTC(2026, 10, 23) };
const signed = signCheckpoint(privateKey, checkpoint);

describe('checkpoints', () => {
  test('the message, byte for byte', () => {
    assert.equal(
      Buffer.from(checkpointMessage('client-1', seq, hash, 1)).toString(),
      `rettungsanker hash-chain v1 checkpoint\0{"chainId":"client-1","hash":"${hash}","seq":1,"timeMs":1}`,
    );
  });

  test('signed and verified, also after a store', () => {
    assert.equal(verifyCheckpoint(publicKey, signed), true);
    assert.equal(verifyCheckpoint(publicKey, JSON.parse(JSON.stringify(signed))), true);
  });

  test('not with another key, nor with a signature of the hash alone', () => {
    const other = generateKeyPairSync('ed25519');
    assert.equal(verifyCheckpoint(other.publicKey, signed), false);
    const bare = sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64url');
    assert.equal(verifyCheckpoint(publicKey, { ...signed, signature: bare }), false);
  });

  test('any other field or byte is false, never an error', () => {
    const text = signed.signature;
    // The last of 86 characters carries two bits of the signature and four that decoding drops.
    const spelledOtherwise = text.slice(0, -1) + String.fromCharCode(text.charCodeAt(85) + 1);
    assert.deepEqual(Buffer.from(spelledOtherwise, 'base64url'), Buffer.from(text, 'base64url'));
    const changes: fc.Arbitrary<object> = fc.oneof(
      fc.record({ chainId: fc.anything() }),
      fc.record({ seq: fc.anything() }),
      fc.record({ hash: fc.anything() }),
      fc.record({ timeMs: fc.anything() }),
      fc.record({ signature: fc.anything() }),
      fc.tuple(fc.nat(text.length - 1), fc.constantFrom(...'AZaz09-_+/= ')).map(([i, c]) => ({
        signature: text.slice(0, i) + c + text.slice(i + 1),
      })),
      fc.constantFrom(
        { signature: spelledOtherwise },
        { signature: `${text}==` },
        { signature: ` ${text}` },
        { signature: '' },
      ),
    );
    fc.assert(
      fc.property(changes, (change) => {
        // Cast: what a file could hold.
        const changed = { ...signed, ...change } as SignedCheckpoint;
        fc.pre(
          (Object.keys(signed) as (keyof SignedCheckpoint)[]).some(
            (key) => !Object.is(changed[key], signed[key]),
          ),
        );
        assert.equal(verifyCheckpoint(publicKey, changed), false);
      }),
      { numRuns: 500 },
    );
  });

  test('refuse bad fields and keys when signing', () => {
    const refused = (code: string, change: object) =>
      assert.throws(() => signCheckpoint(privateKey, { ...checkpoint, ...change }), {
        name: 'ChainError',
        code,
      });
    refused('RA_CHAIN_ID', { chainId: '' });
    refused('RA_CHAIN_SEQ', { seq: -1 });
    refused('RA_CHAIN_HASH', { hash: 'abc' });
    refused('RA_CHAIN_TIME', { timeMs: 0.5 });
    refused('RA_CHAIN_TIME', { timeMs: -1 });
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const bad = (call: () => unknown) => assert.throws(call, { code: 'RA_CHAIN_KEY' });
    for (const key of [publicKey, ec.privateKey] satisfies KeyObject[])
      bad(() => signCheckpoint(key, checkpoint));
    for (const key of [privateKey, ec.publicKey] satisfies KeyObject[])
      bad(() => verifyCheckpoint(key, signed));
  });
});
