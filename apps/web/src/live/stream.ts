/** Reads a stream of server-sent events (HTML Living Standard, 9.2.6) that came through `fetch`. */

export interface ServerEvent {
  /** Field `event`; `message` when missing. */
  type: string;
  data: string;
  /** Last id seen so far, empty when there was none. */
  id: string;
}

/**
 * Yields one event for each block; comments (heartbeats) are reported as `onHeard` only. Accepts LF, CR and CRLF, and
 * pieces cut anywhere.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onHeard: () => void,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  let type = '';
  let data: string[] = [];
  let id = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onHeard();
      rest += decoder.decode(value, { stream: true });
      // A CR at the end may be the first half of CRLF: it waits for the next piece.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { type: type || 'message', data: data.join('\n'), id };
          type = '';
          data = [];
          continue;
        }
        const colon = line.indexOf(':');
        if (colon === 0) continue;
        const field = colon === -1 ? line : line.slice(0, colon);
        const text = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event') type = text;
        else if (field === 'data') data.push(text);
        else if (field === 'id' && !text.includes('\0')) id = text;
      }
    }
  } finally {
    // Without this a consumer that stops early would leave the connection open.
    await reader.cancel().catch(() => undefined);
  }
}
