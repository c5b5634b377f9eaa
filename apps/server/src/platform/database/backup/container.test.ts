import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../../errors.ts';
import { unwrap, wrap } from './container.ts';

const CHEAP = { N: 2 ** 10, r: 8, p: 1 } as const;

async function* pieces(...content: Buffer[]): AsyncGenerator<Buffer> {
  yield* content;
}
const seal = (passphrase: string | undefined, ...content: Buffer[]) =>
  buffer(wrap(pieces(...content), passphrase, CHEAP));
const unseal = (file: Buffer, passphrase?: string) => buffer(unwrap(pieces(file), passphrase));

function refused(work: Promise<unknown>, ...codes: string[]): Promise<void> {
  return assert.rejects(work, (error) => {
    assert.ok(error instanceof AppError, String(error));
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
    return true;
  });
}

test('what is wrapped comes out again, in pieces of any size, sealed or not', async () => {
  const piece = fc.uint8Array({ maxLength: 200_000 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 5 }),
      fc.constantFrom(undefined, 'Übergabe'),
      async (content, passphrase) => {
        const file = await seal(passphrase, ...content);
        assert.ok((await unseal(file, passphrase)).equals(Buffer.concat(content)));
        const drops = Array.from({ length: Math.ceil(file.length / 50_000) }, (_, i) =>
          file.subarray(i * 50_000, (i + 1) * 50_000),
        );
        assert.ok((await buffer(unwrap(pieces(...drops), passphrase))).equals(Buffer.concat(content)));
      },
    ),
    { numRuns: 30 },
  );
});

test('a sealed file in which any byte was changed is refused', async () => {
  const file = await seal('geheim', randomBytes(150_000));
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ difference;
      await refused(
        unseal(changed, 'geheim'),
        'RA_BACKUP_INVALID',
        'RA_BACKUP_PASSPHRASE',
        'RA_BACKUP_NEWER',
      );
    }),
    { numRuns: 100 },
  );
});

test('chunks of a sealed file that are cut off, left out, swapped, doubled or appended are noticed', async () => {
  const file = await seal('geheim', ...Array.from({ length: 4 }, () => randomBytes(65_536)));
  const size = 65_536 + 5 + 16;
  const head = file.subarray(0, file.length - 4 * size);
  const chunk = (n: number) => file.subarray(head.length + n * size, head.length + (n + 1) * size);
  const last = Buffer.from(chunk(1));
  last[0] = 1;
  const forged: Record<string, Buffer[]> = {
    'cut after a chunk': [chunk(0), chunk(1)],
    'cut within a chunk': [chunk(0), chunk(1).subarray(0, 100)],
    'cut and called the last': [chunk(0), last],
    'left out': [chunk(0), chunk(2), chunk(3)],
    swapped: [chunk(0), chunk(2), chunk(1), chunk(3)],
    doubled: [chunk(0), chunk(0), chunk(1), chunk(2), chunk(3)],
    appended: [chunk(0), chunk(1), chunk(2), chunk(3), Buffer.from([0])],
    'of another file': [
      chunk(0),
      (await seal('geheim', ...Array.from({ length: 4 }, () => randomBytes(65_536)))).subarray(
        head.length + size,
      ),
    ],
  };
  assert.equal((await unseal(file, 'geheim')).length, 4 * 65_536);
  for (const [how, chunks] of Object.entries(forged)) {
    await refused(unseal(Buffer.concat([head, ...chunks]), 'geheim'), 'RA_BACKUP_INVALID').catch((error) => {
      throw new Error(how, { cause: error });
    });
  }
});

test('the passphrase: wrong, missing, not needed, composed otherwise', async () => {
  const file = await seal('Schlüssel', Buffer.from('content'));
  await refused(unseal(file, 'Schlussel'), 'RA_BACKUP_PASSPHRASE');
  await refused(unseal(file), 'RA_BACKUP_PASSPHRASE');
  await refused(unseal(await seal(undefined, Buffer.from('content')), 'Schlüssel'), 'RA_BACKUP_PASSPHRASE');
  assert.equal((await unseal(file, 'Schlu\u0308ssel')).toString(), 'content');
});

test('what is no backup, is newer, or would cost too much memory is refused', async () => {
  await refused(unseal(Buffer.from('PK\x03\x04 something else entirely')), 'RA_BACKUP_INVALID');
  await refused(unseal(Buffer.alloc(0)), 'RA_BACKUP_INVALID');
  const file = await seal('geheim', Buffer.from('content'));
  const newer = Buffer.from(file);
  newer[8] = 2;
  await refused(unseal(newer, 'geheim'), 'RA_BACKUP_NEWER');
  const greedy = Buffer.from(file.toString('latin1').replace('"N":1024', '"N":9999'), 'latin1');
  await refused(unseal(greedy, 'geheim'), 'RA_BACKUP_INVALID');
});
