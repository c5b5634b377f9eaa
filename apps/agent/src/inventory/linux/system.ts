import { existsSync, readdirSync, statSync } from 'node:fs';
import { arch, cpus, hostname, release, totalmem } from 'node:os';
import { parseMemory } from '../../sample/proc.ts';
import { cut, defined, readLine, readText, run } from '../command.ts';
import type { Finding } from '../facts.ts';
import { osRelease } from './os-release.ts';

export async function readSystem(): Promise<Finding<'system'>> {
  const os = osRelease();
  const cpu = parseCpuInfo(readText('/proc/cpuinfo') ?? '');
  const bootedAt = bootTime(readText('/proc/stat') ?? '');
  const fqdn = (await run('hostname', ['--fqdn'], 2_000).catch(() => undefined))?.stdout.trim();
  const dmi = (name: string): string | undefined => usable(readLine(`/sys/class/dmi/id/${name}`));
  const bios = [dmi('bios_version'), dmi('bios_date')].filter(Boolean).join(' ');
  return {
    facts: defined({
      hostname: cut(hostname()),
      fqdn: fqdn?.includes('.') ? cut(fqdn) : undefined,
      os: {
        id: cut(os.id),
        name: cut(os.name),
        version: cut(os.version),
        kernel: cut(release()),
        arch: arch(),
      },
      virtualisation: await virtualisation(),
      maker: dmi('sys_vendor'),
      model: dmi('product_name') ?? usable(readText('/proc/device-tree/model')?.replaceAll('\0', '')),
      // For root only; others get nothing rather than an error.
      serial: dmi('product_serial'),
      bios: bios ? cut(bios) : undefined,
      cpu: defined({ model: cut(cpu.model), cores: cpus().length, sockets: cpu.sockets }),
      memoryBytes: totalmem(),
      swapBytes: parseMemory(Buffer.from(readText('/proc/meminfo') ?? '')).swapTotal,
      bootedAt: new Date(bootedAt).toISOString(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      rebootRequired: rebootRequired(bootedAt),
    }),
  };
}

/** Model and number of sockets (proc_cpuinfo(5)); ARM kernels name neither. */
export function parseCpuInfo(text: string): { model: string; sockets: number | undefined } {
  const model = /^(?:model name|Model|Hardware|Processor)\s*:\s*(.+)$/m.exec(text)?.[1]?.trim();
  const sockets = new Set([...text.matchAll(/^physical id\s*:\s*(\d+)$/gm)].map((match) => match[1]));
  return { model: model ?? 'unknown', sockets: sockets.size || undefined };
}

/** Unix ms of the boot. */
export function bootTime(stat: string): number {
  return Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0) * 1000;
}

/** Makers fill fields that they have nothing for with phrases. */
function usable(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  if (!trimmed || /^(to be filled|default string|not specified|none|system (serial|product))/i.test(trimmed))
    return undefined;
  return cut(trimmed);
}

async function virtualisation(): Promise<string | undefined> {
  const detected = (await run('systemd-detect-virt', [], 5_000).catch(() => undefined))?.stdout.trim();
  if (detected) return cut(detected);
  if (existsSync('/.dockerenv')) return 'docker';
  if (existsSync('/run/.containerenv')) return 'podman';
  return /^flags\s*:.*\bhypervisor\b/m.test(readText('/proc/cpuinfo') ?? '') ? 'vm' : undefined;
}

/** Debian and its kin say so in a file; elsewhere a kernel that was installed after the boot says it. */
function rebootRequired(bootedAt: number): boolean | undefined {
  if (existsSync('/run/reboot-required')) return true;
  try {
    const kernels = readdirSync('/boot').filter((name) => name.startsWith('vmlinuz-'));
    if (kernels.length === 0) return undefined;
    // The change time is that of the installation; the modification time is that of the build.
    return kernels.some((name) => statSync(`/boot/${name}`).ctimeMs > bootedAt);
  } catch {
    return undefined;
  }
}
