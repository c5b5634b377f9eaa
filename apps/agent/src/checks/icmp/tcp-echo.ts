import { CheckError } from '../codes.ts';
import { dial } from '../dial.ts';
import type { Run } from '../environment.ts';
import type { Echoes, EchoWish } from './echo.ts';

/** Ports that are seldom dropped in silence: web, SSH, Windows. A refusal is an answer as well. */
const PORTS = [443, 80, 22, 445, 3389];

/**
 * Is somebody there? Connections instead of echoes, where nobody may send those.
 *
 * @throws CheckError when this host has no way to the target
 */
export async function tcpEchoes(address: string, { count, timeoutMs }: EchoWish, run: Run): Promise<Echoes> {
  const times: number[] = [];
  for (let sent = 0; sent < count; sent++) {
    const started = performance.now();
    const stop = new AbortController();
    const silence = new Promise<false>((settle) => {
      const timer = setTimeout(() => settle(false), timeoutMs);
      const clear = () => clearTimeout(timer);
      stop.signal.addEventListener('abort', clear);
      run.owns({ destroy: clear });
    });
    const answered = await Promise.race([anyAnswers(address, run), silence]);
    stop.abort();
    if (answered) times.push(performance.now() - started);
  }
  return { method: 'tcp', sent: count, times };
}

async function anyAnswers(address: string, run: Run): Promise<boolean> {
  const attempts = PORTS.map(async (port) => {
    try {
      const { socket } = await dial(address, port, run);
      socket.destroy();
    } catch (error) {
      if (error instanceof CheckError && error.code === 'RA_CHECK_REFUSED') return;
      throw error;
    }
  });
  try {
    await Promise.any(attempts);
    return true;
  } catch (error) {
    const own = (error as AggregateError).errors.find(
      (one) => one instanceof CheckError && one.code === 'RA_CHECK_NO_ROUTE',
    );
    if (own !== undefined) throw own;
    return false;
  }
}
