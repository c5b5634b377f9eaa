import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../platform/config/load.ts';
import { consoleRoutes, ensureConsole } from '../platform/http/console/index.ts';
import { loadKeys } from '../platform/keys.ts';
import { type Program, startProgram } from '../program.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export interface TestProgram extends Program {
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** Stops the program if it still runs, and goes on with the same data. */
  restart(): Promise<TestProgram>;
  close(): Promise<void>;
}

export interface TestProgramOptions {
  flags?: Record<string, string>;
  startGraceMs?: number;
  /** Serve the built console as well. */
  console?: boolean;
}

const silent = pino({ level: process.env.RA_TEST_LOG ?? 'silent' });

/** The whole program in this process, on a database of its own and a free loopback port. */
export async function testProgram(options: TestProgramOptions = {}): Promise<TestProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rettungsanker-program-'));
  const database = await testDatabase();
  const config = loadConfig({
    flags: {
      'data-dir': dataDir,
      'http-port': '0',
      'disk-reserve-mb': '0',
      'agent-local': 'false',
      ...options.flags,
    },
    environment: {},
  });
  const keys = await loadKeys(dataDir);
  const folder = options.console
    ? await ensureConsole({ log: silent, progress: () => {}, dir: '' })
    : undefined;
  const start = async (): Promise<TestProgram> => {
    const program = await startProgram({
      config,
      database,
      keys,
      tls: undefined,
      log: silent,
      startGraceMs: options.startGraceMs ?? 0,
      ...(folder ? { console: (app) => consoleRoutes(app, folder) } : {}),
    });
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      stopped ??= program.stop();
      return stopped;
    };
    return {
      ...program,
      database,
      dataDir,
      stop,
      async restart() {
        await stop();
        return start();
      },
      async close() {
        await stop();
        await database.close();
        await rm(dataDir, { recursive: true });
      },
    };
  };
  return start();
}
