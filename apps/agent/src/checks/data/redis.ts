import type { CheckOutcome, RedisCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { shown } from '../verdict.ts';
import { ask } from './ask.ts';

/** PING; a server that wants a password is up, one that loads its data is not ready. @throws CheckError */
export function checkRedis(check: RedisCheck, run: Run): Promise<CheckOutcome> {
  return ask(check, run, async (talk, begin) => {
    await begin();
    talk.write('PING\r\n');
    const line = await talk.line();
    // Errors begin with a word in capitals: -NOAUTH, -LOADING, -MASTERDOWN, -DENIED (protected mode).
    const [, word] = /^-([A-Z]+)/.exec(line) ?? [];
    if (line === '+PONG' || word === 'NOAUTH') return 'Redis answers';
    if (word === 'DENIED') throw new CheckError('RA_CHECK_CREDENTIALS', `the server says "${shown(line)}"`);
    if (word !== undefined) throw new CheckError('RA_CHECK_NOT_READY', `the server says "${shown(line)}"`);
    throw talk.wrong(`the answer is "${shown(line)}"`);
  });
}
