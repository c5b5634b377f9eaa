import { Agent, type AgentOptions } from './agent.ts';
import { reasonOf } from './errors.ts';

/** A stop that takes longer is cut off: the system must not have to kill us. What is on disk is safe. */
const STOP_MS = 5_000;

/**
 * Runs the agent until SIGTERM or SIGINT, and then ends the process.
 * @throws AgentError as Agent.start
 */
export async function runUntilSignal(options: AgentOptions): Promise<never> {
  const agent = await Agent.start(options);
  const crash = (error: unknown): void => {
    options.log.error('RA_INTERNAL: the agent gives up and will be started again.', {
      reason: reasonOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    });
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  setTimeout(() => process.exit(0), STOP_MS).unref();
  await agent.stop();
  // A connection that is just being made would keep the process for seconds.
  process.exit(0);
}
