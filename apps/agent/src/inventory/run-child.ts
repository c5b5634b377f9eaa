import { spawn } from 'node:child_process';
import type { InventorySection } from '@rettungsanker/protocol';
import { LIMITS } from '@rettungsanker/protocol';
import { selfCommand } from '../self.ts';
import { type PrintedSection, parseLines } from './line.ts';

const TIMEOUT_MS = 5 * 60_000;

/**
 * Collects sections in a short-lived child process.
 * @throws when the child fails or takes too long; sections that it had finished are lost and read again next time
 */
export function collectInChild(
  sections: readonly InventorySection[],
  signal: AbortSignal,
): Promise<PrintedSection[]> {
  const { file, args } = selfCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args, 'inventory', ...sections], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      signal,
      killSignal: 'SIGKILL',
      timeout: TIMEOUT_MS,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > 2 * LIMITS.frameBytes) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      if (code !== 0) return reject(new Error(`the collecting process ended with ${killedBy ?? code}`));
      resolve(parseLines(Buffer.concat(chunks)));
    });
  });
}
