/** Changes that can be taken back for a while before they are sent. */

/** How long a change waits: long enough to read the sentence and press the button (WCAG 2.2.1 leaves "Undo" open). */
export const UNDO_MS = 8_000;

type Commit = (options: { keepalive: boolean }) => Promise<unknown>;

const waiting = new Set<() => void>();

export interface Delayed {
  /** Takes the change back. False when it was sent already. */
  cancel(): boolean;
  /** Settles with what `commit` did, or with `'cancelled'`. */
  finished: Promise<unknown>;
}

/**
 * Sends a change after `ms`, or at once when the page is left: nothing that a person did is lost with the window.
 * `keepalive` then tells fetch to outlive the page.
 */
export function delayed(commit: Commit, ms: number = UNDO_MS): Delayed {
  let settle: (result: unknown) => void = () => undefined;
  let fail: (reason: unknown) => void = () => undefined;
  const finished = new Promise<unknown>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  const send = (keepalive: boolean) => {
    end();
    commit({ keepalive }).then(settle, fail);
  };
  const sendNow = () => send(true);
  const timer = setTimeout(() => send(false), ms);
  const end = () => {
    clearTimeout(timer);
    waiting.delete(sendNow);
  };
  waiting.add(sendNow);
  return {
    finished,
    cancel() {
      if (!waiting.has(sendNow)) return false;
      end();
      settle('cancelled');
      return true;
    },
  };
}

/** Sends everything that still waits. Called when the page goes away. */
export function sendWaiting(): void {
  for (const send of [...waiting]) send();
}
