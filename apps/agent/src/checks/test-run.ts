import type { TestContext } from 'node:test';
import { compileGuard } from './address-guard.ts';
import { runCommand } from './command.ts';
import type { HostView, Run } from './environment.ts';
import { volatileMemory } from './memory.ts';
import { systemResolve } from './resolve.ts';

/** A run on a site whose only network is this machine; it ends with the test. */
export function testRun(t: TestContext, parts: Partial<Run> = {}): Run {
  return {
    permits: compileGuard({ mode: 'networks', networks: ['127.0.0.0/8'], allowLoopback: true }),
    resolve: systemResolve,
    now: Date.now,
    roots: undefined,
    rdapBootstrap: undefined,
    host: testHost(),
    signal: t.signal,
    over: false,
    owns: (resource) => t.after(() => resource.destroy()),
    enter: () => {},
    memory: volatileMemory(),
    pluginFolders: [],
    logFolders: [],
    folder: undefined,
    ...parts,
  };
}

/** The machine the tests run on, with parts replaced. */
export function testHost(parts: Partial<HostView> = {}): HostView {
  return { platform: process.platform, root: '', command: runCommand, ...parts };
}
