import { parentPort } from 'node:worker_threads';
import { readMail } from './read-mail.ts';

/** Reads mails in a thread of its own: see pool.ts. */
parentPort!.on('message', ({ id, raw }: { id: number; raw: Uint8Array }) => {
  readMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)).then(
    (mail) => parentPort!.postMessage({ id, mail }),
    (error: unknown) => parentPort!.postMessage({ id, error: String(error) }),
  );
});
