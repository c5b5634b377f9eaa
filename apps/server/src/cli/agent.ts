import { runCli } from '@rettungsanker/agent';

/** The agent's own command line, for a machine that has the whole program. */
export const agent = (words: string[]): Promise<number> => runCli(words);
