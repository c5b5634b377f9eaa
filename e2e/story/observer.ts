import type { Visitor } from '@rettungsanker/server/testing';

export interface SeenEvent {
  at: number;
  kind: string;
  clientId: string;
  objectId: string;
}

/** Listens to the live stream as the console does: when it hears of something, a person can see it. */
export class Observer {
  readonly events: SeenEvent[] = [];
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();

  async connect(visitor: Visitor): Promise<void> {
    const response = await visitor.stream('/live', this.#abort.signal);
    void this.#read(response).catch(() => {});
  }

  stop(): void {
    this.#abort.abort();
  }

  async wait(
    what: string,
    test: (event: SeenEvent) => boolean | Promise<boolean>,
    withinMs: number,
    since = 0,
  ): Promise<SeenEvent> {
    const deadline = Date.now() + withinMs;
    for (let next = 0; ; ) {
      for (; next < this.events.length; next++) {
        const event = this.events[next]!;
        if (event.at >= since && (await test(event))) return event;
      }
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `The console did not hear of ${what} within ${withinMs} ms. Heard: ${this.events
            .slice(-15)
            .map((event) => event.kind)
            .join(', ')}`,
        );
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.#listeners.delete(done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(left, 1000));
        this.#listeners.add(done);
      });
    }
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const part of response.body!) {
      text += decoder.decode(part as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: ?(.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (!data?.startsWith('{')) continue;
        this.events.push({ ...(JSON.parse(data) as Omit<SeenEvent, 'at'>), at: Date.now() });
        for (const listener of [...this.#listeners]) listener();
      }
    }
  }
}
