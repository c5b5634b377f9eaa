import { readEvents, type ServerEvent } from './stream.ts';

/** `live` is said only while the server was heard within the last WATCHDOG_MS; anything else is not "all fine". */
export type LiveState =
  | { status: 'connecting' }
  | { status: 'live' }
  /** What is on the screen is as of `asOf`. */
  | { status: 'down'; asOf: Date };

export interface LiveOptions {
  url: string;
  onEvent(event: ServerEvent): void;
  onState(state: LiveState): void;
  /** The session ended; the connection stays closed. */
  onSignedOut(): void;
  /** For tests. */
  firstDelayMs?: number;
  watchdogMs?: number;
}

/** The server sends at least a comment every 15 s; three missing ones are a broken line. */
const WATCHDOG_MS = 45_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * Keeps one event stream open, whatever happens: back-off with jitter, continues after the last event that was seen,
 * notices a line that is silent without being closed. Returns a function that ends it.
 */
export function connectLive(options: LiveOptions): () => void {
  const { firstDelayMs = FIRST_DELAY_MS, watchdogMs = WATCHDOG_MS } = options;
  const stopped = new AbortController();
  let lastEventId = '';
  let lastHeard = new Date();
  let wasLive = false;

  const run = async (): Promise<void> => {
    let delay = firstDelayMs;
    while (!stopped.signal.aborted) {
      const opened = await openOnce(() => {
        delay = firstDelayMs;
      });
      if (stopped.signal.aborted) return;
      if (opened === 'signed-out') {
        options.onSignedOut();
        return;
      }
      options.onState({ status: 'down', asOf: lastHeard });
      await pause(delay * (0.5 + Math.random() / 2), stopped.signal);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    }
  };

  /** One connection from start to end, for whatever reason it ends. */
  const openOnce = async (onOpen: () => void): Promise<'ended' | 'signed-out'> => {
    const attempt = new AbortController();
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      lastHeard = new Date();
      clearTimeout(watchdog);
      watchdog = setTimeout(() => attempt.abort(), watchdogMs);
    };
    const armed = setTimeout(() => attempt.abort(), watchdogMs);
    try {
      const response = await fetch(options.url, {
        // Whoever names an event was here before: the server then says `gap` if anything may have been missed.
        headers: { accept: 'text/event-stream', ...(wasLive ? { 'last-event-id': lastEventId || '0' } : {}) },
        cache: 'no-store',
        signal: AbortSignal.any([stopped.signal, attempt.signal]),
      });
      if (response.status === 401) return 'signed-out';
      if (!response.ok || !response.body) return 'ended';
      clearTimeout(armed);
      heard();
      onOpen();
      options.onState({ status: 'live' });
      wasLive = true;
      for await (const event of readEvents(response.body, heard)) {
        if (event.id) lastEventId = event.id;
        options.onEvent(event);
      }
      return 'ended';
    } catch {
      return 'ended';
    } finally {
      clearTimeout(armed);
      clearTimeout(watchdog);
    }
  };

  options.onState({ status: 'connecting' });
  void run();
  return () => stopped.abort();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
