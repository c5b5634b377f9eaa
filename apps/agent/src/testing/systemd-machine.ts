import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const SYSTEMD = '/lib/systemd/systemd';
const BOOT_MS = 60_000;

/** Why no systemd can be started here; undefined when it can. */
export async function noMachineBecause(): Promise<string | undefined> {
  const why = missing();
  if (why !== undefined) return why;
  // Some containers allow all of that and still not a systemd of one's own.
  return onSystemd('echo up').then(
    () => undefined,
    (error: Error) => `systemd does not start here: ${error.message.slice(0, 500)}`,
  );
}

function missing(): string | undefined {
  if (process.platform !== 'linux') return 'systemd is for Linux';
  if (process.getuid?.() !== 0) return 'only root can give systemd a process namespace of its own';
  if (!existsSync(SYSTEMD) || !existsSync('/usr/bin/systemctl')) return 'systemd is not installed';
  if (spawnSync('unshare', ['--mount', '--pid', '--cgroup', '--uts', '--ipc', '--fork', 'true']).status !== 0)
    return 'namespaces cannot be made here';
  if (!writableCgroup()) return 'the control groups of this host cannot be written to';
  if (/^\/(tmp|var\/tmp|home|root)\//.test(REPOSITORY))
    return `the units hide ${REPOSITORY} from the program (PrivateTmp, ProtectHome)`;
  for (let path = process.execPath; path !== '/'; path = dirname(path))
    if ((statSync(path).mode & 0o001) === 0) return `other accounts cannot reach ${path}`;
  return undefined;
}

/**
 * Boots the systemd of this host as process 1 of namespaces of its own, on a copy of the file system that is thrown
 * away, and runs a script there. Only the network is that of the host.
 * @param script for bash; what it prints is the result. `wait_for_outside` in it returns when `meanwhile` has.
 */
export async function onSystemd(script: string, meanwhile = async (): Promise<void> => {}): Promise<string> {
  const shared = mkdtempSync(join(tmpdir(), 'ra-machine-'));
  const group = join(writableCgroup()!, `ra-machine-${process.pid}`);
  try {
    chmodSync(shared, 0o755);
    writeFileSync(join(shared, 'script'), `${WAIT}${script}`);
    writeFileSync(join(shared, 'boot'), BOOT);
    const child = spawn(
      'bash',
      [
        '-c',
        `mkdir -p "$1" && echo $$ > "$1/cgroup.procs" &&
         exec unshare --mount --pid --cgroup --uts --ipc --fork --kill-child bash "$2/boot" "$2" "$3"`,
        'machine',
        group,
        shared,
        REPOSITORY,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const late = setTimeout(() => child.kill('SIGKILL'), BOOT_MS);
    const exit = once(child, 'exit');
    const seen = meanwhile().finally(() => writeFileSync(join(shared, 'go'), ''));
    const [waited] = await Promise.allSettled([seen, exit]);
    clearTimeout(late);
    const [output, draft, log] = ['output', 'draft', 'console'].map((name) => textOf(join(shared, name)));
    if (waited.status === 'rejected') throw new Error(`${waited.reason}\n${log}${output}${draft}`);
    if (output === '') throw new Error(`The script did not end:\n${log}${draft}`);
    return output!;
  } finally {
    rmSync(shared, { recursive: true });
    // Empty groups go from the leaves up; what the kernel still holds goes with the next boot of the host.
    spawnSync('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  }
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Version 1 of the control groups has a hierarchy for systemd, version 2 has one for all. */
function writableCgroup(): string | undefined {
  return ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup'].find((path) => {
    try {
      accessSync(join(path, 'cgroup.procs'), constants.W_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const WAIT = 'wait_for_outside() { until [ -e /run/shared/go ]; do sleep 0.1; done; }\n';

/** $1: folder shared with the outside, $2: the repository, which may lie on a file system of its own. */
const BOOT = String.raw`
set -e
mount --make-rprivate /
layer="$1/layer"; mkdir "$layer"; mount -t tmpfs tmpfs "$layer"
mkdir "$layer"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$layer/root"
root="$layer/root"
mount -t proc proc "$root/proc"
# systemd sets limits of the kernel there, which are those of the host.
mount --bind "$root/proc/sys" "$root/proc/sys"; mount -o remount,ro,bind "$root/proc/sys"
mount --rbind /sys "$root/sys"; mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"; mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root/$2"; mount --rbind "$2" "$root/$2"
mkdir -p "$root/run/shared"; mount --bind "$1" "$root/run/shared"
# Nothing of the host's services is started: only these units exist.
rm -rf "$root"/etc/systemd/system/*; mkdir -p "$root/etc/systemd/system" "$root"/run/units/test.target.wants
for name in sysinit basic multi-user network-online network shutdown umount local-fs sockets timers paths; do
  printf '[Unit]\nDefaultDependencies=no\n' > "$root/run/units/$name.target"
done
printf '[Unit]\nWants=sysinit.target basic.target\n' > "$root/run/units/test.target"
printf '[Unit]\nDefaultDependencies=no\nRequires=systemd-exit.service\nAfter=systemd-exit.service\n' > "$root/run/units/exit.target"
printf '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=systemctl --force exit\n' > "$root/run/units/systemd-exit.service"
# Other accounts than root ask systemd through D-Bus.
cp "$root"/lib/systemd/system/dbus.{service,socket} "$root/run/units/" 2> /dev/null || true
ln -s ../test.service "$root/run/units/test.target.wants/"
cat > "$root/run/units/test.service" <<'UNIT'
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
ExecStart=-/bin/bash -c "bash /run/shared/script > /run/shared/draft 2>&1; mv /run/shared/draft /run/shared/output"
ExecStart=systemctl --no-block --force exit
UNIT
cd "$root"; mkdir -p old; pivot_root . old; umount -l /old
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=test SYSTEMD_UNIT_PATH=/etc/systemd/system:/run/units \
  /lib/systemd/systemd --system --unit=test.target --log-target=console --show-status=no < /dev/null > /run/shared/console 2>&1
`;
