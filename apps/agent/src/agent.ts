import { randomUUID } from 'node:crypto';
import { type AgentConfig, LIMITS } from '@rettungsanker/protocol';
import { CheckRunner } from './check-runner.ts';
import { monotonicMs } from './clock.ts';
import { loadConfig, saveConfig } from './data/config.ts';
import { ensurePrivateFolder } from './data/files.ts';
import { type DataPaths, dataPaths } from './data/folder.ts';
import { type Identity, loadIdentity, loadKey } from './data/identity.ts';
import { Sweeper } from './discovery/sweeper.ts';
import { AgentError, reasonOf } from './errors.ts';
import { hostIdentity } from './host.ts';
import { collectInChild } from './inventory/run-child.ts';
import { readSigns } from './inventory/signs.ts';
import { InventoryWatch } from './inventory/watch.ts';
import { Link, type LinkStatus } from './link/link.ts';
import { acquireLock, type Lock } from './lock.ts';
import type { Log } from './log.ts';
import { giveMemoryBack } from './memory.ts';
import { describePolicy, loadPolicy, type Policy, policyFiles, restrict } from './policy.ts';
import { Recorder } from './recorder.ts';
import { createSampler, type Sampler } from './sample/sampler.ts';
import { Spool } from './spool/spool.ts';
import { AGENT_VERSION } from './version.ts';

export interface AgentOptions {
  dataFolder: string;
  log: Log;
}

/** What a running agent answers to `status`. Times are Unix ms. */
export interface AgentStatus extends LinkStatus {
  pid: number;
  version: string;
  startedAt: number;
  agentId: string;
  serverUrl: string;
  clientName: string;
  siteName: string;
  bufferedBatches: number;
  bufferBytes: number;
  sampleIntervalMs: number;
  checks: number;
  /** What it looks for in its neighbourhood at the moment. */
  discovery: string | undefined;
  policy: string[];
}

/** The first measurement comes soon after the start: rates need two looks. */
const FIRST_SAMPLE_MS = 1_000;
const SYNC_MS = 10_000;
/** By then everything that start-up needed has run. */
const SETTLED_MS = 60_000;
/** Part of the five seconds that a stop may take; the rest is for the disk. */
const DELIVERY_GRACE_MS = 3_000;

/** The agent of one data folder, from start to stop. */
export class Agent {
  private readonly options: AgentOptions;
  private readonly paths: DataPaths;
  private readonly identity: Identity;
  private readonly policy: Policy;
  private readonly lock: Lock;
  private readonly spool: Spool;
  private readonly sampler: Sampler;
  private readonly recorder: Recorder;
  private readonly checks: CheckRunner;
  private readonly sweeper: Sweeper;
  private readonly inventory: InventoryWatch;
  private readonly link: Link;
  private readonly startedAt = Date.now();
  private config: AgentConfig;
  private sampleTimer: NodeJS.Timeout | undefined;
  private sampleIntervalMs = 0;
  private nextSampleAt = 0;
  private readonly timers: NodeJS.Timeout[] = [];
  private cpuBefore = process.cpuUsage();
  private cpuAt = monotonicMs();
  private stopping: Promise<void> | undefined;

  /**
   * Takes the folder and starts.
   * @throws AgentError RA_NOT_ENROLLED, RA_AGENT_RUNNING, RA_AGENT_KEY, RA_IDENTITY_INVALID, RA_POLICY_INVALID,
   * RA_DATA_FOLDER, RA_DATA_FOLDER_OPEN
   */
  static async start(options: AgentOptions): Promise<Agent> {
    const paths = dataPaths(options.dataFolder);
    ensurePrivateFolder(paths.root);
    const identity = loadIdentity(paths);
    if (!identity) {
      throw new AgentError(
        'RA_NOT_ENROLLED',
        `${paths.root} belongs to no enrolled agent.`,
        'Make an enrolment code in the console and run: rettungsanker-agent enroll --code ra1_...',
      );
    }
    const policy = await loadPolicy(policyFiles(paths));
    const status: { of?: () => AgentStatus } = {};
    const lock = await acquireLock(paths, () => status.of?.() ?? { pid: process.pid });
    try {
      const parts = {
        paths,
        identity,
        policy,
        lock,
        host: await hostIdentity(),
        sampler: await createSampler(),
      };
      const agent = new Agent(options, parts);
      status.of = () => agent.status();
      agent.begin();
      return agent;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  private constructor(
    options: AgentOptions,
    parts: {
      paths: DataPaths;
      identity: Identity;
      policy: Policy;
      lock: Lock;
      host: Awaited<ReturnType<typeof hostIdentity>>;
      sampler: Sampler;
    },
  ) {
    const { log } = options;
    this.options = options;
    this.paths = parts.paths;
    this.identity = parts.identity;
    this.policy = parts.policy;
    this.lock = parts.lock;
    this.sampler = parts.sampler;
    this.config = loadConfig(parts.paths);
    this.spool = new Spool({
      folder: parts.paths.buffer,
      maxBytes: this.policy.bufferBytes,
      maxAgeMs: this.policy.bufferAgeMs,
      log,
      now: Date.now,
      // Also while the buffer is being opened, before there is an inventory.
      onLoss: () => this.inventory?.forget(),
    });
    this.recorder = new Recorder((body) => this.append(body));
    this.checks = new CheckRunner(
      parts.policy,
      (result) => this.recorder.checked(result),
      parts.paths.checks,
    );
    this.sweeper = new Sweeper({
      allowed: this.policy.discovery,
      file: parts.paths.sweep,
      log,
      online: () => this.link.status().state === 'connected',
      report: (report) => this.recorder.swept(report),
      finished: () => {
        this.spool.sync();
        giveMemoryBack();
      },
    });
    this.inventory = new InventoryWatch({
      denied: this.policy.deniedSections,
      collect: collectInChild,
      signs: readSigns,
      onSection: (json) => this.recorder.inventoried(Date.now(), json),
      onCollected: () => giveMemoryBack(),
      log,
    });
    this.link = new Link({
      identity: this.identity,
      key: loadKey(parts.paths),
      instance: randomUUID(),
      host: parts.host,
      spool: this.spool,
      log,
      random: Math.random,
      onConfig: (config) => this.configure(config),
      onInventoryRequest: () => this.inventory.resend(),
    });
  }

  status(): AgentStatus {
    return {
      pid: process.pid,
      version: AGENT_VERSION,
      startedAt: this.startedAt,
      agentId: this.identity.agentId,
      serverUrl: this.identity.serverUrl,
      clientName: this.identity.clientName,
      siteName: this.identity.siteName,
      ...this.link.status(),
      bufferedBatches: this.spool.pending,
      bufferBytes: this.spool.bytes,
      sampleIntervalMs: this.sampleIntervalMs,
      checks: this.config.checks.length,
      discovery: this.sweeper.describe(),
      policy: describePolicy(this.policy),
    };
  }

  /** Delivers what it can within a few seconds, keeps the rest on disk, and frees the folder. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private begin(): void {
    const { log } = this.options;
    log.info('The agent has started.', {
      version: AGENT_VERSION,
      client: this.identity.clientName,
      site: this.identity.siteName,
      server: this.identity.serverUrl,
      waiting: this.spool.pending,
    });
    void this.sampler.sample();
    this.apply(this.config);
    this.link.start();
    this.inventory.start();
    this.timers.push(setInterval(() => this.spool.sync(), SYNC_MS));
    this.timers.push(setTimeout(() => giveMemoryBack(), SETTLED_MS));
  }

  private async end(): Promise<void> {
    const { log } = this.options;
    clearTimeout(this.sampleTimer);
    for (const timer of this.timers) clearTimeout(timer);
    this.inventory.stop();
    this.checks.stop();
    this.sweeper.stop();
    this.recorder.flush();
    await this.link.stop(DELIVERY_GRACE_MS);
    this.sampler.close();
    this.spool.close();
    await this.lock.release();
    log.info('The agent has stopped.', { waiting: this.spool.pending });
  }

  /** A configuration from the server: kept for the next start, then applied. */
  private configure(config: AgentConfig): void {
    if (this.stopping) return;
    const before = JSON.stringify(this.config);
    if (JSON.stringify(config) === before) return;
    try {
      saveConfig(this.paths, config);
    } catch (error) {
      this.options.log.error('The configuration could not be saved.', { reason: reasonOf(error) });
    }
    this.apply(config);
  }

  private apply(config: AgentConfig): void {
    this.config = config;
    const forbidden = this.checks.assign(config);
    this.sweeper.assign(config);
    this.inventory.setInterval(config.inventoryIntervalMs);
    const { sampleIntervalMs } = restrict(config, this.policy);
    if (sampleIntervalMs !== this.sampleIntervalMs) {
      this.sampleIntervalMs = sampleIntervalMs;
      this.scheduleSample(FIRST_SAMPLE_MS);
    }
    this.options.log.info('Configuration applied.', {
      checks: config.checks.length,
      forbiddenByOwner: forbidden || undefined,
      sampleIntervalMs,
    });
  }

  /** In steps of the interval from the first measurement on, by a clock that does not jump. */
  private scheduleSample(inMs: number): void {
    clearTimeout(this.sampleTimer);
    this.nextSampleAt = monotonicMs() + inMs;
    const run = (): void => {
      void this.measure().finally(() => {
        if (this.stopping) return;
        const interval = this.sampleIntervalMs;
        const now = monotonicMs();
        this.nextSampleAt += interval;
        // After a pause of the whole host nothing is made up for.
        if (this.nextSampleAt < now) this.nextSampleAt = now + interval;
        this.sampleTimer = setTimeout(run, this.nextSampleAt - now);
      });
    };
    this.sampleTimer = setTimeout(run, inMs);
  }

  private async measure(): Promise<void> {
    try {
      const at = Date.now();
      const samples = await this.sampler.sample();
      if (this.stopping) return;
      const now = monotonicMs();
      const { user, system } = process.cpuUsage(this.cpuBefore);
      const seconds = (now - this.cpuAt) / 1000;
      const cpu = (user + system) / 1e4 / seconds;
      this.cpuBefore = process.cpuUsage();
      this.cpuAt = now;
      samples.push(['agent.memory', '', process.memoryUsage.rss()]);
      if (seconds > 0) samples.push(['agent.cpu', '', Math.round(cpu * 1000) / 1000]);
      samples.push(['agent.buffered', '', this.spool.pending]);
      this.recorder.measured(at, samples);
    } catch (error) {
      this.options.log.warn('A measurement failed.', { reason: reasonOf(error) });
    }
  }

  private append(body: string | Buffer): void {
    try {
      this.spool.append(body);
    } catch (error) {
      this.options.log.error('A batch was given up.', {
        reason: reasonOf(error),
        limit: LIMITS.frameBytes,
      });
      return;
    }
    this.link.notify();
  }
}
