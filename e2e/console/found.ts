import type { Link, Neighbour } from '@rettungsanker/protocol';

/** What a sweep of a small plant would find: sample data, named as such where it has names. */
const found = (
  n: number,
  mac: string,
  hostnames: string[],
  openPorts: number[],
  snmp?: Neighbour['snmp'],
): Neighbour => ({
  address: `192.168.10.${n}`,
  mac,
  hostnames,
  openPorts,
  ...(snmp ? { snmp } : {}),
  answeredBy: [
    'arp',
    'icmp',
    ...(openPorts.length > 0 ? (['tcp'] as const) : []),
    ...(snmp ? (['snmp'] as const) : []),
  ],
});

export const NEIGHBOURS: readonly Neighbour[] = [
  found(1, '00:09:0f:aa:00:01', ['fw-augsburg'], [22, 53, 443], {
    sysName: 'fw-augsburg',
    sysDescr: 'FortiGate 60F',
  }),
  found(2, '94:18:82:00:10:02', [], [22, 80, 443], {
    sysName: 'sw-halle-1',
    sysDescr: 'Aruba JL261A 2930F-24G-PoE+-4SFP Switch, revision WC.16.11.0012',
    objectId: '1.3.6.1.4.1.11.2.3.7.11.181.15',
  }),
  found(3, '94:18:82:00:10:03', [], [22, 443], {
    sysName: 'sw-buero-1',
    sysDescr: 'Aruba JL261A 2930F-24G-PoE+-4SFP Switch, revision WC.16.11.0012',
  }),
  // The probe itself, as others see it.
  found(12, '52:54:00:12:34:56', ['srv-erp-01'], [22, 443]),
  found(20, '00:11:32:aa:bb:20', ['nas-augsburg'], [22, 139, 443, 445, 5001]),
  found(31, '30:05:5c:00:00:31', ['BRN30055C000031'], [80, 443, 515, 631, 9100]),
  found(40, '00:1b:1b:00:00:40', ['sps-presse-1'], [80, 102]),
  found(51, '00:04:13:00:00:51', [], [80, 443, 5060]),
  found(101, 'd4:be:d9:00:01:01', ['DESKTOP-7K2L9QX'], [135, 445, 3389]),
  found(177, '5a:10:22:33:44:77', [], []),
];

export const LINKS: readonly Link[] = [
  { from: '192.168.10.2', port: '24', source: 'lldp', name: 'sw-buero-1', shared: 1 },
  { from: '192.168.10.3', port: '1', source: 'lldp', name: 'sw-halle-1', shared: 1 },
  { from: '192.168.10.2', port: '1', source: 'fdb', mac: '00:09:0f:aa:00:01', shared: 1 },
  { from: '192.168.10.2', port: '5', source: 'fdb', mac: '52:54:00:12:34:56', shared: 1 },
  { from: '192.168.10.2', port: '9', source: 'fdb', mac: '00:1b:1b:00:00:40', shared: 1 },
  { from: '192.168.10.3', port: '7', source: 'fdb', mac: '30:05:5c:00:00:31', shared: 1 },
  { from: '192.168.10.3', port: '8', source: 'fdb', mac: 'd4:be:d9:00:01:01', shared: 1 },
];
