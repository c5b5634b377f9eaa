import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/** Keys of the installation; files in <data>/keys, readable by their owner only. Losing `kek` loses every sealed secret. */
export interface InstallationKeys {
  /** Key-encryption key, 32 bytes. */
  readonly kek: Buffer;
  /** Ed25519: what agents pin, and what signs audit checkpoints. */
  readonly serverKey: KeyObject;
  /** Raw public part, 32 bytes. */
  readonly serverPublicKey: Buffer;
}

export async function loadKeys(dataDir: string): Promise<InstallationKeys> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kek = Buffer.from(
    (await readOrMake(join(folder, 'kek'), () => `${randomBytes(32).toString('base64')}\n`)).trim(),
    'base64',
  );
  if (kek.length !== 32)
    throw new AppError('RA_KEY_MISSING', `${join(folder, 'kek')} does not hold a key of 32 bytes.`);
  const pem = await readOrMake(join(folder, 'server.pem'), () =>
    String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
  );
  const serverKey = createPrivateKey(pem);
  const spki = createPublicKey(serverKey).export({ type: 'spki', format: 'der' });
  return { kek, serverKey, serverPublicKey: spki.subarray(-32) };
}

/** Written aside, flushed and renamed: a crash leaves either no key or a whole one, never half of one. */
async function readOrMake(path: string, make: () => string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const content = make();
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(content);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  return content;
}
