import { spawn } from 'node:child_process';
import type { Echo } from './echo.ts';
import { GAP_MS } from './echo.ts';

/** Children at a time; the others wait. */
const AT_ONCE = 8;
const OUTPUT_BYTES = 64 * 1024;

/** Round trips of the replies, from the lines of any system's `ping` in any language: they all say TTL and ms. */
export function parsePing(text: string): number[] {
  return text.split('\n').flatMap((line) => {
    const [, time] = /(?:=|<)\s*(\d+(?:[.,]\d+)?)\s*ms/i.exec(line) ?? [];
    if (time === undefined || !/\b(?:ttl|hlim)=/i.test(line)) return [];
    return [Number(time.replace(',', '.'))];
  });
}

/**
 * Real echoes by the system's own `ping`, one process a target, a few at a time.
 * @param signal once it is aborted, those that still wait for their turn are not sent
 */
export function pingProgram(platform: NodeJS.Platform = process.platform, signal?: AbortSignal): Echo {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (address, wish) => {
    if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      if (signal?.aborted) return undefined;
      const { count, timeoutMs } = wish;
      const text = await outputOf(platform, address, count, timeoutMs);
      const times = text === undefined ? undefined : parsePing(text).slice(0, count);
      return times && { method: 'icmp', sent: count, times };
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/** @returns undefined when there is no `ping`, or it may not send */
function outputOf(
  platform: NodeJS.Platform,
  address: string,
  count: number,
  timeoutMs: number,
): Promise<string | undefined> {
  const seconds = `${Math.max(1, Math.ceil(timeoutMs / 1000))}`;
  const args =
    platform === 'win32'
      ? ['-n', `${count}`, '-w', `${timeoutMs}`, address]
      : platform === 'darwin'
        ? ['-n', '-c', `${count}`, '-i', `${GAP_MS / 1000}`, '-W', `${timeoutMs}`, address]
        : ['-n', '-c', `${count}`, '-i', `${GAP_MS / 1000}`, '-W', seconds, address];
  return new Promise((settle) => {
    const child = spawn('ping', args, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    const limit = setTimeout(() => child.kill('SIGKILL'), count * Math.max(GAP_MS, timeoutMs) + 2000);
    let text = '';
    child.stdout.on('data', (piece: Buffer) => {
      if (text.length < OUTPUT_BYTES) text += piece.toString('latin1');
    });
    child.once('error', () => {
      clearTimeout(limit);
      settle(undefined);
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      // 1: no reply. 2 and others: it could not send at all.
      settle(code === 0 || code === 1 || parsePing(text).length > 0 ? text : undefined);
    });
  });
}
