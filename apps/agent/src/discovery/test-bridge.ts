/*
 * Serves BRIDGE-MIB (RFC 4188) for a real Linux bridge to net-snmp: `pass_persist .1.3.6.1.2.1.17 node test-bridge.ts BRIDGE`.
 * The protocol is that of snmpd.conf(5).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const BASE = '.1.3.6.1.2.1.17';
type Row = [oid: number[], type: string, value: string];

const [, , bridge] = process.argv;
if (bridge !== undefined) {
  let pending: string | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'PING') process.stdout.write('PONG\n');
    else if (line === 'get' || line === 'getnext') pending = line;
    else if (pending !== undefined) {
      process.stdout.write(answer(pending, line.trim(), rowsOf(bridge)));
      pending = undefined;
    }
  }
}

function answer(kind: string, oid: string, rows: readonly Row[]): string {
  const asked = oid.split('.').filter(Boolean).map(Number);
  const found = rows.find(([own]) => (kind === 'get' ? order(own, asked) === 0 : order(own, asked) > 0));
  return found === undefined ? 'NONE\n' : `.${found[0].join('.')}\n${found[1]}\n${found[2]}\n`;
}

function rowsOf(name: string): Row[] {
  const base = BASE.split('.').filter(Boolean).map(Number);
  const ports = new Map(
    readdirSync(`/sys/class/net/${name}/brif`).map((port) => [
      port,
      {
        number: Number(readFileSync(`/sys/class/net/${name}/brif/${port}/port_no`, 'utf8')),
        index: Number(readFileSync(`/sys/class/net/${port}/ifindex`, 'utf8')),
      },
    ]),
  );
  const rows: Row[] = [...ports.values()].map(({ number, index }) => [
    [...base, 1, 4, 1, 2, number],
    'integer',
    `${index}`,
  ]);
  const entries = JSON.parse(
    execFileSync('bridge', ['-j', 'fdb', 'show', 'br', name], { encoding: 'utf8' }),
  ) as {
    mac: string;
    ifname: string;
    state?: string;
  }[];
  for (const { mac, ifname, state } of entries) {
    const port = ports.get(ifname);
    if (port === undefined || Number.parseInt(mac.slice(0, 2), 16) & 1) continue;
    const index = mac.split(':').map((byte) => Number.parseInt(byte, 16));
    rows.push([[...base, 4, 3, 1, 2, ...index], 'integer', `${port.number}`]);
    // self(4) for the bridge's own, learned(3) for the others.
    rows.push([[...base, 4, 3, 1, 3, ...index], 'integer', state === 'permanent' ? '4' : '3']);
  }
  return rows.sort(([a], [b]) => order(a, b));
}

function order(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}
