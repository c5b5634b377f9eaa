import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { AGENT_VERSION, agentReport, enrol, selfCommand } from '@rettungsanker/agent';
import type { Logger } from 'pino';
import { addSite, createEnrolmentCode } from '../fleet/index.ts';
import type { Config } from '../platform/config/settings.ts';
import type { Program } from '../program.ts';

/** The agent that watches the server's own machine: a process of its own, as on any other system. */
export interface LocalAgent {
  stop(): Promise<void>;
}

const RESTART_MS = 5_000;
const STOP_MS = 6_000;

/**
 * Enrols this machine at the first start and keeps its agent running. An agent that survived a killed server is left
 * alone, so that nothing is missed; one of another version is replaced.
 */
export async function startLocalAgent(options: {
  config: Config;
  program: Program;
  log: Logger;
  progress(step: string): void;
}): Promise<LocalAgent> {
  const { program, log } = options;
  const folder = join(options.config['data.dir'], 'agent');
  let report = await agentReport(folder);
  if (!report.running && !report.enrolled) {
    options.progress('enrolling');
    try {
      await enrol({ dataFolder: folder, code: await firstCode(program) });
    } catch (error) {
      log.error(
        { err: error },
        'This machine could not be enrolled; the server works without its own agent.',
      );
      return { stop: async () => {} };
    }
  }
  options.progress('agent');
  report = await agentReport(folder);
  const survivor = report.running ? report.status : undefined;
  if (survivor && survivor.version !== AGENT_VERSION) await endByPid(survivor.pid);
  const adopted = survivor?.version === AGENT_VERSION ? survivor.pid : undefined;

  let stopping = false;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const { file, args } = selfCommand();
    child = spawn(file, [...args, 'run', '--data', folder, '--log', 'json'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => log.debug({ agent: text.trim() }, 'local agent'));
    child.once('exit', (code, signal) => {
      if (stopping) return;
      log.warn({ code, signal }, 'The local agent ended; it is started again.');
      timer = setTimeout(run, RESTART_MS);
    });
  };
  if (adopted === undefined) run();
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (adopted !== undefined) return endByPid(adopted);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child!.kill('SIGKILL'), STOP_MS);
      await once(child, 'exit');
      clearTimeout(late);
    },
  };
}

/** The provider's first site, named by the set-up later, and a code for this machine. */
function firstCode(program: Program): Promise<string> {
  return program.tenancy.asSystem(program.providerId, async (ctx) => {
    const site = await ctx.tx
      .selectFrom('site')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .orderBy('createdAt')
      .limit(1)
      .executeTakeFirst();
    const siteId =
      site?.id ??
      (
        await addSite(ctx, {
          name: 'Zentrale',
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          state: null,
          municipality: null,
          networks: [],
          serverNetworks: [],
          allowLoopback: false,
        })
      ).id;
    return (
      await createEnrolmentCode(
        ctx,
        { ...program.serverIdentity, publicUrl: program.localUrl },
        { siteId, assetKind: 'server', validMinutes: 10 },
      )
    ).code;
  });
}

async function endByPid(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < STOP_MS; waited += 50) {
      process.kill(pid, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, which is what was wanted.
  }
}
