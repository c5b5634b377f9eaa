import type { CheckOutcome, EventRule } from '@rettungsanker/protocol';
import type { Run } from '../checks/environment.ts';
import { EventWatch } from '../checks/events.ts';
import { floodOf, type Inbox, type Listen, subscribe } from './inbox.ts';

interface State {
  inbox: Inbox;
  watch: EventWatch;
}

/**
 * One run of a check that receives: what came in since the last run against its rules. The first run starts to
 * listen.
 *
 * @param key names what is listened on
 * @throws CheckError
 */
export async function watchIncoming(
  check: { rules: readonly EventRule[]; quietMinutes: number; from: readonly string[] },
  key: string,
  listen: Listen,
  run: Run,
): Promise<CheckOutcome> {
  let state = run.memory.volatile.get('receiver') as State | undefined;
  if (state === undefined) {
    // The patterns first: a check that is not understood does not listen.
    const watch = new EventWatch(check.rules, check.quietMinutes);
    state = { watch, inbox: await subscribe(key, check.from, listen) };
    watch.restore(run.memory.load());
    run.memory.volatile.set('receiver', state);
  }
  const { messages, dropped } = state.inbox.take();
  const now = run.now();
  for (const { from, text } of messages) state.watch.feed(`${from} ${text}`, now);
  if (messages.length > 0) run.memory.save(state.watch.save());
  const outcome = state.watch.outcome(now, `${messages.length} messages, none of them matters`);
  return { ...outcome, values: { ...outcome.values, dropped: dropped + floodOf(key) } };
}
