import { parseArgs } from 'node:util';
import { AgentError, reasonOf } from './errors.ts';

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 another agent holds the folder. */
export const EXIT = { failed: 1, usage: 2, running: 3 } as const;

/** The command line makes no sense; the message says why. */
export class UsageError extends Error {}

export const DATA = { data: { type: 'string' } } as const;

/** Values of known options. @throws UsageError for anything else */
export function parseOptions<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: NonNullable<T>,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}

/** Runs a command to its exit code; what it throws is told to the person at the terminal. */
export async function guarded(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nTry: rettungsanker-agent --help\n`);
      return EXIT.usage;
    }
    if (error instanceof AgentError) {
      process.stderr.write(`${error.code}: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
      return error.code === 'RA_AGENT_RUNNING' ? EXIT.running : EXIT.failed;
    }
    process.stderr.write(`RA_INTERNAL: ${error instanceof Error ? error.stack : reasonOf(error)}\n`);
    return EXIT.failed;
  }
}
