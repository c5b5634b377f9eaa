import type { CheckOutcome } from '@rettungsanker/protocol';
import { Protected, type Protection } from '../certified.ts';
import { Conversation } from '../conversation.ts';
import { dial } from '../dial.ts';
import type { Run } from '../environment.ts';
import { tenths } from '../values.ts';

interface Service extends Protection {
  port: number;
  security: 'none' | 'starttls' | 'tls';
}

/**
 * A connection to a service, and how long its answer takes.
 *
 * @param answer holds the conversation and says how it went. It calls `begin` before its first byte with what the
 *   protocol needs to ask for encryption; with `tls` and nothing to ask, encryption begins at once.
 * @throws CheckError
 */
export async function ask(
  service: Service,
  run: Run,
  answer: (talk: Conversation, begin: (startTls?: () => Promise<void>) => Promise<void>) => Promise<string>,
): Promise<CheckOutcome> {
  const started = performance.now();
  const { socket, dnsMs, connectMs } = await dial(service.host, service.port, run);
  const connected = performance.now();
  const secured = new Protected(service, run);
  const talk = new Conversation(socket, `${service.host}:${service.port}`, run);
  const message = await answer(talk, async (startTls) => {
    if (service.security === 'none') return;
    await startTls?.();
    await talk.upgrade((plain) => secured.over(plain));
  });
  const ended = performance.now();
  return secured.outcome(message, {
    dns_ms: tenths(dnsMs),
    connect_ms: tenths(connectMs),
    answer_ms: tenths(ended - connected),
    total_ms: tenths(ended - started),
  });
}
