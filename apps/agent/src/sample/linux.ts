import { existsSync, readdirSync, statfs } from 'node:fs';
import type { Sample } from '@rettungsanker/protocol';
import { monotonicMs } from '../clock.ts';
import { ProcFile } from './bytes.ts';
import {
  type CpuTimes,
  type Mount,
  parseCpu,
  parseDiskstats,
  parseLoad,
  parseMemory,
  parseMounts,
  parseNetDev,
  parseUptime,
} from './proc.ts';
import { Rates } from './rates.ts';
import { SampleList, type Sampler } from './sampler.ts';

/** A statfs that did not return within this time is left alone, so that one dying disk cannot stop the rest. */
const STATFS_MS = 2_000;
/** Virtual interfaces, by name, for hosts on which no interface has a device (containers). */
const VIRTUAL = /^(lo|ifb|dummy|docker|br-|veth|virbr|vnet|tun|tap|wg|sit|gre|ip6|cali|flannel|cni|kube)/;
/** Block devices that are views of others or of memory. */
const VIRTUAL_DISK = /^(loop|ram|zram|dm-|md|sr|fd)\d/;

/** Reads /proc and /sys; about a millisecond per sample. */
export class LinuxSampler implements Sampler {
  private readonly files = {
    stat: new ProcFile('/proc/stat'),
    meminfo: new ProcFile('/proc/meminfo'),
    loadavg: new ProcFile('/proc/loadavg'),
    uptime: new ProcFile('/proc/uptime'),
    diskstats: optional('/proc/diskstats'),
    net: optional('/proc/self/net/dev'),
    mounts: optional('/proc/self/mountinfo'),
  };
  private readonly cpu: CpuTimes = { total: 0, idle: 0, iowait: 0, steal: 0 };
  private cpuBefore: CpuTimes | undefined;
  private readonly rates = new Rates();
  private mountText: Buffer = Buffer.alloc(0);
  private mounts: Mount[] = [];
  private readonly stuck = new Set<string>();
  private readonly isDisk = new Map<string, boolean>();
  private interfaces: { names: string; real: Set<string> } = { names: '', real: new Set() };

  async sample(): Promise<Sample[]> {
    const list = new SampleList();
    this.rates.begin(monotonicMs());
    this.addCpu(list);
    this.addMemory(list);
    const [one, five, fifteen] = parseLoad(this.files.loadavg.read());
    list.add('load.1', '', one, 2);
    list.add('load.5', '', five, 2);
    list.add('load.15', '', fifteen, 2);
    list.add('uptime', '', parseUptime(this.files.uptime.read()));
    this.addDisks(list);
    this.addNetwork(list);
    list.add('process.count', '', readdirSync('/proc').filter(startsWithDigit).length);
    this.rates.end();
    await this.addFileSystems(list);
    return list.samples;
  }

  close(): void {
    for (const file of Object.values(this.files)) file?.close();
  }

  private addCpu(list: SampleList): void {
    parseCpu(this.files.stat.read(), this.cpu);
    const before = this.cpuBefore;
    this.cpuBefore = { ...this.cpu };
    const total = this.cpu.total - (before?.total ?? Number.NaN);
    if (!before || !(total > 0)) return;
    // The kernel's iowait and idle can run backwards for a moment (proc_stat(5)).
    const share = (ticks: number): number => Math.min(100, Math.max(0, (ticks / total) * 100));
    const idle = this.cpu.idle - before.idle;
    const iowait = this.cpu.iowait - before.iowait;
    list.add('cpu.used', '', share(total - Math.max(0, idle) - Math.max(0, iowait)), 2);
    list.add('cpu.iowait', '', share(iowait), 2);
    list.add('cpu.steal', '', share(this.cpu.steal - before.steal), 2);
  }

  private addMemory(list: SampleList): void {
    const { total, available, swapTotal, swapFree } = parseMemory(this.files.meminfo.read());
    list.add('memory.used', '', ((total - available) / total) * 100, 2);
    list.add('memory.available', '', available);
    if (swapTotal > 0) list.add('swap.used', '', ((swapTotal - swapFree) / swapTotal) * 100, 2);
  }

  private addDisks(list: SampleList): void {
    if (!this.files.diskstats) return;
    parseDiskstats(this.files.diskstats.read(), (name, read, written) => {
      if (!this.isRealDisk(name)) return;
      list.add('disk.read', name, this.rates.perSecond(`r${name}`, read));
      list.add('disk.write', name, this.rates.perSecond(`w${name}`, written));
    });
  }

  /** Whole disks only; partitions would count everything twice. */
  private isRealDisk(name: string): boolean {
    let real = this.isDisk.get(name);
    if (real === undefined) {
      real = !VIRTUAL_DISK.test(name) && existsSync(`/sys/block/${name.replaceAll('/', '!')}`);
      this.isDisk.set(name, real);
    }
    return real;
  }

  private addNetwork(list: SampleList): void {
    if (!this.files.net) return;
    const text = this.files.net.read();
    const names: string[] = [];
    parseNetDev(text, (name) => names.push(name));
    const joined = names.join('\n');
    if (joined !== this.interfaces.names) this.interfaces = { names: joined, real: realInterfaces(names) };
    parseNetDev(text, (name, counters) => {
      if (!this.interfaces.real.has(name)) return;
      list.add('net.received', name, this.rates.perSecond(`i${name}`, counters.received));
      list.add('net.sent', name, this.rates.perSecond(`o${name}`, counters.sent));
      list.add('net.errors', name, this.rates.perSecond(`e${name}`, counters.errors), 3);
    });
  }

  private async addFileSystems(list: SampleList): Promise<void> {
    const text = this.files.mounts?.read();
    if (text && !text.equals(this.mountText)) {
      this.mountText = Buffer.from(text);
      this.mounts = parseMounts(text.toString());
    }
    await Promise.all(this.mounts.map((mount) => this.addFileSystem(list, mount.mount)));
  }

  private async addFileSystem(list: SampleList, mount: string): Promise<void> {
    const fs = await this.statfs(mount);
    if (!fs || fs.blocks === 0) return;
    const used = fs.blocks - fs.bfree;
    // As df does: space that is reserved for root counts neither as used nor as free.
    list.add('disk.used', mount, (used / (used + fs.bavail)) * 100, 2);
    list.add('disk.free', mount, fs.bavail * fs.bsize);
    if (fs.files > 0) list.add('inode.used', mount, ((fs.files - fs.ffree) / fs.files) * 100, 2);
  }

  private statfs(mount: string): Promise<FileSystemState | undefined> {
    if (this.stuck.has(mount)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.stuck.add(mount);
        resolve(undefined);
      }, STATFS_MS);
      statfs(mount, (error, state) => {
        clearTimeout(timer);
        this.stuck.delete(mount);
        resolve(error ? undefined : state);
      });
    });
  }
}

interface FileSystemState {
  blocks: number;
  bfree: number;
  bavail: number;
  bsize: number;
  files: number;
  ffree: number;
}

/** The interfaces of which a cable, a radio or a hypervisor is at the other end. */
export function realInterfaces(names: readonly string[], sys = '/sys'): Set<string> {
  const withDevice = names.filter((name) => existsSync(`${sys}/class/net/${name}/device`));
  return new Set(withDevice.length > 0 ? withDevice : names.filter((name) => !VIRTUAL.test(name)));
}

function optional(path: string): ProcFile | undefined {
  try {
    return new ProcFile(path);
  } catch {
    return undefined;
  }
}

const startsWithDigit = (name: string): boolean => name.charCodeAt(0) <= 0x39 && name.charCodeAt(0) >= 0x30;
