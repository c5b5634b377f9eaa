import { Cursor } from './bytes.ts';

/* Parsers of what the Linux kernel says about itself; pure, so that they can be fed with texts of any kernel. */

const cursor = new Cursor();

/** Time of all CPUs since boot, in ticks (proc_stat(5), first line). */
export interface CpuTimes {
  total: number;
  idle: number;
  iowait: number;
  steal: number;
}

export function parseCpu(stat: Buffer, into: CpuTimes): void {
  cursor.start(stat).skip(1);
  into.total = 0;
  // user nice system idle iowait irq softirq steal; guest time is part of user already.
  for (let field = 0; field < 8; field++) {
    const ticks = cursor.number();
    if (Number.isNaN(ticks)) break;
    into.total += ticks;
    if (field === 3) into.idle = ticks;
    else if (field === 4) into.iowait = ticks;
    else if (field === 7) into.steal = ticks;
  }
}

/** Bytes (proc_meminfo(5)). */
export interface MemoryFacts {
  total: number;
  available: number;
  swapTotal: number;
  swapFree: number;
}

export function parseMemory(meminfo: Buffer): MemoryFacts {
  const facts = { total: 0, available: -1, swapTotal: 0, swapFree: 0 };
  let free = 0;
  let cached = 0;
  for (cursor.start(meminfo); !cursor.done; cursor.line()) {
    const bytes = (name: string): number => (name ? cursor.number() * 1024 : 0);
    const name = cursor.word();
    if (name === 'MemTotal:') facts.total = bytes(name);
    else if (name === 'MemAvailable:') facts.available = bytes(name);
    else if (name === 'MemFree:') free = bytes(name);
    else if (name === 'Buffers:' || name === 'Cached:') cached += bytes(name);
    else if (name === 'SwapTotal:') facts.swapTotal = bytes(name);
    else if (name === 'SwapFree:') facts.swapFree = bytes(name);
  }
  // Kernels before 3.14 and some containers do not say what is available.
  if (facts.available < 0) facts.available = free + cached;
  return facts;
}

/** The three averages of proc_loadavg(5). */
export function parseLoad(loadavg: Buffer): [number, number, number] {
  cursor.start(loadavg);
  return [Number(cursor.word()), Number(cursor.word()), Number(cursor.word())];
}

/** Seconds since boot (proc_uptime(5)). */
export function parseUptime(uptime: Buffer): number {
  return Math.floor(Number(cursor.start(uptime).word()));
}

/** Bytes read from and written to block devices since boot; a sector is 512 bytes here whatever the disk says. */
export function parseDiskstats(
  text: Buffer,
  each: (name: string, read: number, written: number) => void,
): void {
  for (cursor.start(text); !cursor.done; cursor.line()) {
    cursor.skip(2);
    const name = cursor.word();
    cursor.skip(2);
    const read = cursor.number() * 512;
    cursor.skip(3);
    const written = cursor.number() * 512;
    if (name && !Number.isNaN(read) && !Number.isNaN(written)) each(name, read, written);
  }
}

export interface InterfaceCounters {
  received: number;
  sent: number;
  errors: number;
}

/** Counters of network interfaces since boot (proc_net(5), dev). */
export function parseNetDev(text: Buffer, each: (name: string, counters: InterfaceCounters) => void): void {
  cursor.start(text).line();
  const counters = { received: 0, sent: 0, errors: 0 };
  for (cursor.line(); !cursor.done; cursor.line()) {
    const name = cursor.word(0x3a);
    // A counter can follow the colon without a blank.
    cursor.at++;
    counters.received = cursor.number();
    cursor.skip(1);
    counters.errors = cursor.number();
    cursor.skip(5);
    counters.sent = cursor.number();
    cursor.skip(1);
    counters.errors += cursor.number();
    if (name && !Number.isNaN(counters.errors)) each(name, counters);
  }
}

export interface Mount {
  /** major:minor of the file system. */
  device: string;
  source: string;
  mount: string;
  fsType: string;
}

/** File systems that hold data on this host's own disks. */
const DISK_TYPES = new Set([
  ...[
    'ext2',
    'ext3',
    'ext4',
    'xfs',
    'btrfs',
    'zfs',
    'f2fs',
    'jfs',
    'reiserfs',
    'bcachefs',
    'nilfs2',
    'ocfs2',
    'gfs2',
  ],
  ...['vfat', 'exfat', 'ntfs', 'ntfs3', 'fuseblk', 'ubifs'],
]);
/** Memory file systems below these belong to the system and fill with nothing that anybody could tidy up. */
const SYSTEM_FOLDERS = /^\/(run|dev|sys|proc)(\/|$)/;

/**
 * The mounts whose fill level means something (proc_pid_mountinfo(5)): each file system once, at its shortest path.
 * Left out: pseudo file systems, network file systems (their server watches them, and asking a dead one blocks),
 * overlays except as the root of a container, and images such as snap's, which are always full.
 */
export function parseMounts(mountinfo: string): Mount[] {
  const found = new Map<string, Mount>();
  for (const line of mountinfo.split('\n')) {
    const [left, right] = line.split(' - ');
    if (!left || !right) continue;
    const [, , device = '', , rawMount = '', options = ''] = left.split(' ');
    const [fsType = '', rawSource = ''] = right.split(' ');
    const mount = unescapeMount(rawMount);
    const writableMemory =
      fsType === 'tmpfs' && options.split(',').includes('rw') && !SYSTEM_FOLDERS.test(mount);
    const containerRoot = mount === '/' && fsType === 'overlay';
    if (!DISK_TYPES.has(fsType) && !writableMemory && !containerRoot) continue;
    const source = unescapeMount(rawSource);
    // Subvolumes of btrfs have a device number each and one fill level together.
    const key = fsType === 'btrfs' ? source : device;
    const known = found.get(key);
    if (!known || mount.length < known.mount.length) found.set(key, { device, source, mount, fsType });
  }
  // A mount that another one covers cannot be reached by its path any more; the later one has it.
  const byPath = new Map([...found.values()].map((m) => [m.mount, m]));
  return [...byPath.values()].sort((a, b) => (a.mount < b.mount ? -1 : 1));
}

/** The kernel writes blank, tab, newline and backslash as \ooo. */
function unescapeMount(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
