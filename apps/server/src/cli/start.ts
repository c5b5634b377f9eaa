import type { Logger } from 'pino';
import type { Config } from '../platform/config/settings.ts';
import { prepareDataFolder } from '../platform/data-folder.ts';
import { openDatabase } from '../platform/database/open.ts';
import { consoleRoutes, ensureConsole } from '../platform/http/console/index.ts';
import { setupLink } from '../platform/identity/index.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { loadTls } from '../platform/tls.ts';
import { type Program, startProgram } from '../program.ts';
import { commandConfig } from './configuration.ts';
import { openWithKeys } from './installation.ts';
import { type LocalAgent, startLocalAgent } from './local-agent.ts';
import { terminalWords } from './words.ts';

const STOP_WITHIN_MS = 10_000;
/** A database that ends more often than that is broken, not unlucky. */
const RESTARTS = 5;

/** Runs until a signal comes. Shows what it does, then the address, then the log. */
export async function start(words: string[]): Promise<number> {
  const { config } = commandConfig(words, {});
  const say = terminalWords(process.env.LANG);
  const startedAt = performance.now();
  const log = startLogger(config);
  const progress = (step: string, detail?: string): void => console.log(`  ${say.step(step, detail)}`);

  console.log(`\nRettungsanker\n`);
  process.umask(0o077);
  await prepareDataFolder(config['data.dir']);
  const consoleDir = config.roles.includes('api')
    ? await ensureConsole({ log, progress, dir: config['console.dir'] })
    : undefined;

  const stopping = Promise.withResolvers<void>();
  let signals = 0;
  const onSignal = (): void => {
    if (++signals > 1) process.exit(1);
    stopping.resolve();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);

  let agent: LocalAgent | undefined;
  for (let restart = 0; ; restart++) {
    const run = await startOnce(config, consoleDir, log, progress);
    agent ??=
      config['agent.local'] && config.roles.includes('ingest')
        ? await startLocalAgent({ config, program: run.program, log, progress })
        : undefined;
    if (restart === 0) announce(run.program.url, run.setupToken, say, startedAt);
    const reason = await Promise.race([stopping.promise.then(() => undefined), run.databaseGone]);
    if (reason === undefined) {
      console.log(`\n  ${say.step('stopping')}`);
      const late = setTimeout(() => {
        log.error('The server did not stop in time.');
        process.exit(1);
      }, STOP_WITHIN_MS);
      await agent?.stop();
      await run.program.stop();
      await run.close();
      clearTimeout(late);
      return 0;
    }
    log.error({ reason }, 'The database ended by itself; it is started again.');
    await run.program.stop().catch(() => {});
    await run.close().catch(() => {});
    if (restart >= RESTARTS) {
      console.error(say.step('database-broken', reason));
      return 1;
    }
  }
}

/** On a terminal short text and only what needs attention, so that the log does not bury what is said to people. */
function startLogger(config: Config): Logger {
  const { 'log.format': format, 'log.level': level } = config;
  const people = format === 'auto' && process.stderr.isTTY;
  return createLogger({
    level: people && level === 'info' ? 'warn' : level,
    format: people || format === 'text' ? 'text' : 'json',
  });
}

interface Run {
  program: Program;
  setupToken: string | null;
  /** Resolves with the reason when the database server ends without being asked. */
  databaseGone: Promise<string>;
  close(): Promise<void>;
}

async function startOnce(
  config: Config,
  consoleDir: string | undefined,
  log: Logger,
  progress: (step: string, detail?: string) => void,
): Promise<Run> {
  const tls = await loadTls(config);
  const { keys, database } = await openWithKeys(config['data.dir'], (kek) =>
    openDatabase({
      dataDir: config['data.dir'],
      url: config['database.url'],
      appUrl: config['database.app-url'],
      settings: config['database.settings'],
      poolSize: config['database.pool'],
      kek,
      log: (message, fields) => log.info(fields ?? {}, message),
      progress,
    }),
  );
  const gone = Promise.withResolvers<string>();
  database.onExit(gone.resolve);
  try {
    const program = await startProgram({
      config,
      database,
      keys,
      tls,
      log,
      ...(consoleDir ? { console: (app) => consoleRoutes(app, consoleDir) } : {}),
    });
    return {
      program,
      setupToken: await program.identity.openSetup(),
      databaseGone: gone.promise,
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function announce(
  url: string,
  setupToken: string | null,
  say: ReturnType<typeof terminalWords>,
  startedAt: number,
): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n  ${say.step('ready', seconds)}\n`);
  // In the fragment: it is never sent to a server or written to a log.
  if (setupToken) console.log(`  ${say.step('setup')}\n\n    ${setupLink(url, setupToken)}\n`);
  else console.log(`    ${url}\n`);
}
