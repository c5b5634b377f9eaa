import type { AddressGuard } from './address-guard.ts';
import type { RunCommand } from './command.ts';
import type { CheckMemory } from './memory.ts';

/** Addresses of a name, in order of preference. Rejects like `dns.lookup` (ENOTFOUND, EAI_AGAIN ...). */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** The machine on which service and process checks look; its parts are replaced in tests only. */
export interface HostView {
  platform: NodeJS.Platform;
  /** Prefix of /proc, /run and /etc. */
  root: string;
  command: RunCommand;
}

/**
 * Tells a run that it is to stop. An AbortSignal is one; the scheduler uses its own (`engine/stop.ts`), because tens of
 * thousands of runs a second come and go at signals that live for months.
 */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What a check may use and where it may go. */
export interface CheckEnvironment {
  /**
   * With mode `public` (the server) service and process checks are refused: they would judge the server itself.
   * Keep the object from run to run: what is known about it is kept with it.
   */
  guard: AddressGuard;
  /** Stops the check; its outcome is then RA_CHECK_CANCELLED. */
  signal?: StopSignal;
  /** Unix ms, for the validity of certificates and the offset of clocks; the system's clock when missing. */
  now?: () => number;
  /** The system's resolver (with /etc/hosts) when missing. */
  resolve?: Resolve;
  /**
   * More trusted roots (PEM) beside Node's own, e.g. the site's own authority. Asked once per function, at the
   * first TLS check; keep the function to keep the parsed result.
   */
  roots?: () => readonly string[];
  /** IANA's list of RDAP services; another one for tests and for networks with a mirror. */
  rdapBootstrap?: string;
  host?: Partial<HostView>;
  /** What this check remembers from run to run; without one it begins anew each time. */
  memory?: CheckMemory;
  /** Folders whose plugins the owner of the host allows to be run; none when missing. */
  pluginFolders?: readonly string[];
  /** Folders whose files may be read as logs; none when missing. */
  logFolders?: readonly string[];
  /** Where checks keep files of their own (the certificate of an OPC UA client); a temporary folder when missing. */
  folder?: string;
}

/** How far a check has come; decides what its deadline means. */
export type Phase = 'resolving' | 'connecting' | 'handshaking' | 'answering' | 'local';

export interface Resource {
  destroy(): unknown;
}

/** One running check, as its runner sees it. */
export interface Run {
  readonly permits: (address: string) => boolean;
  readonly resolve: Resolve;
  readonly now: () => number;
  readonly roots: (() => readonly string[]) | undefined;
  readonly host: HostView;
  readonly rdapBootstrap: string | undefined;
  readonly memory: CheckMemory;
  readonly pluginFolders: readonly string[];
  readonly logFolders: readonly string[];
  readonly folder: string | undefined;
  /** The run has ended: nothing may be started any more, nobody waits for a result. */
  readonly over: boolean;
  /** Aborted when the run ends before its work does; for what can only be stopped by a signal. */
  readonly signal: AbortSignal;
  /** Destroys the resource when the run ends, however it ends; at once when it has. */
  owns(resource: Resource): void;
  enter(phase: Phase): void;
}
