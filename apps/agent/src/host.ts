import { createHash } from 'node:crypto';
import { arch, hostname, release, type } from 'node:os';
import type { HostIdentity } from '@rettungsanker/protocol';
import { readText, run } from './inventory/command.ts';
import { osRelease } from './inventory/linux/os-release.ts';
import { AGENT_VERSION } from './version.ts';

/** Who this host is, for enrolment and for every greeting. */
export async function hostIdentity(): Promise<HostIdentity> {
  const platform = process.platform;
  return {
    hostname: hostname().slice(0, 255) || 'unnamed',
    machine: machineHash(await machineId()),
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
    arch: arch(),
    os: (platform === 'linux' ? osRelease().name : `${type()} ${release()}`).slice(0, 255),
    agentVersion: AGENT_VERSION,
  };
}

/** The raw id is meant to stay on the host (machine-id(5)): only a hash of it with our own salt leaves. */
export function machineHash(id: string): string {
  return createHash('sha256').update(`rettungsanker machine v1\n${id}`).digest('base64url');
}

async function machineId(): Promise<string> {
  if (process.platform === 'win32') {
    const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
    const output = await run('reg.exe', ['query', key, '/v', 'MachineGuid'], 5_000).catch(() => undefined);
    return /REG_SZ\s+(\S+)/.exec(output?.stdout ?? '')?.[1] ?? '';
  }
  if (process.platform === 'darwin') {
    const args = ['-rd1', '-c', 'IOPlatformExpertDevice'];
    const output = await run('/usr/sbin/ioreg', args, 5_000).catch(() => undefined);
    return /"IOPlatformUUID" = "([^"]+)"/.exec(output?.stdout ?? '')?.[1] ?? '';
  }
  return (readText('/etc/machine-id') ?? readText('/var/lib/dbus/machine-id') ?? '').trim();
}
