import { spawn } from 'node:child_process';
import type { Echo, Echoes, EchoWish } from './echo.ts';
import { GAP_MS } from './echo.ts';
import { parseFping } from './fping.ts';

/** Targets that come within that long share one child process. */
const WINDOW_MS = 100;
/** Targets of one child: at a packet a millisecond, three echoes to each take 1.5 s. */
const MOST_TARGETS = 500;
/** Beyond that many children the next batch waits and grows. */
const MOST_CHILDREN = 8;
/** Bytes of one line and of one child's output. */
const OUTPUT_BYTES = 2 * 1024 * 1024;

interface Waiting {
  address: string;
  settle: (echoes: Echoes | undefined) => void;
}

/**
 * Real echoes by fping, which is allowed to send them: many targets a process, so that a ping costs microseconds and
 * not a fork. Costs grow with targets, not with checks: the same address in one batch is asked once.
 */
export class FpingBatches {
  readonly #file: string;
  readonly #everyMs: number;
  readonly #open = new Map<string, { wish: EchoWish; waiting: Waiting[] }>();
  #children = 0;
  #missing = false;
  #scheduled = false;

  /** @param everyMs at most one packet to a network within that time */
  constructor(file = 'fping', everyMs = 1) {
    this.#file = file;
    this.#everyMs = everyMs;
  }

  readonly echo: Echo = (address, wish) => {
    if (this.#missing) return Promise.resolve(undefined);
    return new Promise((settle) => {
      const key = `${wish.count} ${wish.timeoutMs}`;
      let batch = this.#open.get(key);
      if (batch === undefined) {
        batch = { wish, waiting: [] };
        this.#open.set(key, batch);
      }
      batch.waiting.push({ address, settle });
      this.#schedule(WINDOW_MS);
    });
  };

  #schedule(ms: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.#flush(), ms);
  }

  #flush(): void {
    this.#scheduled = false;
    for (const [key, batch] of this.#open) {
      if (this.#children >= MOST_CHILDREN) return;
      const taken = batch.waiting.splice(0, MOST_TARGETS);
      if (batch.waiting.length === 0) this.#open.delete(key);
      this.#children++;
      void this.#ask(taken, batch.wish).finally(() => {
        this.#children--;
        if (this.#open.size > 0) this.#schedule(0);
      });
    }
  }

  async #ask(targets: readonly Waiting[], { count, timeoutMs }: EchoWish): Promise<void> {
    const addresses = new Set(targets.map(({ address }) => address));
    const output = await this.#run([...addresses], count, timeoutMs);
    const answers = output === undefined ? undefined : parseFping(output);
    for (const { address, settle } of targets) {
      const times = answers?.get(address);
      if (times === undefined) settle(undefined);
      else {
        const came = times.filter((time) => time !== undefined);
        settle({ method: 'icmp', sent: times.length, times: came });
      }
    }
  }

  #run(addresses: readonly string[], count: number, timeoutMs: number): Promise<string | undefined> {
    return new Promise((settle) => {
      const child = spawn(
        this.#file,
        // Numbers only, never faster than allowed, no retries: a lost echo is a finding.
        [
          '-q',
          '-C',
          `${count}`,
          '-p',
          `${GAP_MS}`,
          '-t',
          `${timeoutMs}`,
          '-i',
          `${this.#everyMs}`,
          '-r',
          '0',
        ],
        { stdio: ['pipe', 'ignore', 'pipe'], env: { LC_ALL: 'C', PATH: SEARCH } },
      );
      const pieces: Buffer[] = [];
      let bytes = 0;
      const limit = setTimeout(
        () => child.kill('SIGKILL'),
        count * GAP_MS + timeoutMs + 5000 + addresses.length * (this.#everyMs + 4),
      );
      child.stderr.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > OUTPUT_BYTES) child.kill('SIGKILL');
        else pieces.push(piece);
      });
      // An end of the child before it has read its targets is told by its exit.
      child.stdin.on('error', () => {});
      child.once('error', () => {
        clearTimeout(limit);
        this.#missing = true;
        settle(undefined);
      });
      child.once('close', (code) => {
        clearTimeout(limit);
        // 4: the system refuses (no right to send echoes).
        if (code === 4) this.#missing = true;
        settle(Buffer.concat(pieces).toString('latin1'));
      });
      child.stdin.end(`${addresses.join('\n')}\n`);
    });
  }
}

/** Where Debian and others keep programs for administrators. */
const SEARCH = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/sbin';
