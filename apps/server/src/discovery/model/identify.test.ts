import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Facts, identify, proposedName, shortMaker } from './identify.ts';
import { KIND_OF, type Role } from './roles.ts';

const facts = (some: Partial<Facts>): Facts => ({
  ...{ address: '192.168.1.20', mac: null, maker: null, hostnames: [], ports: [], services: [], banners: [] },
  ...{ sysName: null, sysDescr: null, sysObjectId: null, forwards: false },
  ...some,
});

/** Texts as such devices give them, and what a person would say that they are. */
const CASES: readonly [what: string, facts: Partial<Facts>, role: Role | null, confidence: string][] = [
  ['nothing but an answer', {}, null, 'low'],
  ['a web page alone says nothing', { ports: [80, 443] }, null, 'low'],
  [
    'a LaserJet by description and port',
    {
      ports: [80, 443, 515, 631, 9100],
      sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT,JD153,EEPROM JSI24060001,CIDATE 06/03/2018',
      sysObjectId: '1.3.6.1.4.1.11.2.3.9.1',
      maker: 'HP Inc.',
    },
    'printer',
    'high',
  ],
  [
    'a FRITZ!Box by the title of its first page',
    { ports: [53, 80, 443], banners: ['FRITZ!Box 7590'], maker: 'AVM GmbH' },
    'router',
    'high',
  ],
  [
    'a DiskStation by its first page alone',
    { ports: [80], banners: ['nginx', 'Synology DiskStation - NAS'] },
    'nas',
    'high',
  ],
  ['a printer by its ports', { ports: [515, 631, 9100] }, 'printer', 'high'],
  [
    'a printer that announces itself',
    { services: ['_ipp._tcp', '_pdl-datastream._tcp'] },
    'printer',
    'medium',
  ],
  [
    'a Brother by its name',
    { hostnames: ['BRN30055C123456.local'], maker: 'Brother Industries, LTD.' },
    'printer',
    'high',
  ],
  [
    'a ProCurve switch',
    {
      sysDescr: 'HP J9773A 2530-24G-PoEP Switch, revision YA.16.10.0009',
      sysObjectId: '.1.3.6.1.4.1.11.2.3.7.11.161',
    },
    'switch',
    'high',
  ],
  [
    'a Catalyst that tells its address table',
    {
      sysDescr: 'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(4)E6',
      sysObjectId: '1.3.6.1.4.1.9.1.1208',
      maker: 'Cisco Systems, Inc',
      forwards: true,
    },
    'switch',
    'high',
  ],
  [
    'a switch of any make that forwards',
    { maker: 'NETGEAR', forwards: true, ports: [80] },
    'switch',
    'medium',
  ],
  [
    'a FRITZ!Box',
    { maker: 'AVM GmbH', hostnames: ['fritz.box'], ports: [53, 80, 443, 7547] },
    'router',
    'high',
  ],
  [
    'a FortiGate',
    { sysObjectId: '1.3.6.1.4.1.12356.101.1.1002', maker: 'Fortinet, Inc.' },
    'firewall',
    'high',
  ],
  [
    'an OPNsense on a server board',
    {
      sysDescr: 'OPNsense 24.7 FreeBSD fw-1 14.1-RELEASE',
      maker: 'Super Micro Computer, Inc.',
      ports: [22, 53, 443],
    },
    'firewall',
    'high',
  ],
  ['a printer by its web page', { banners: ['Web Image Monitor', 'Aficio MP C3003'] }, 'printer', 'high'],
  [
    'a DiskStation',
    {
      maker: 'Synology Incorporated',
      ports: [22, 80, 139, 443, 445, 5000, 5001],
      sysObjectId: '1.3.6.1.4.1.8072.3.2.10',
    },
    'nas',
    'high',
  ],
  [
    'a Windows server by SNMP',
    {
      sysDescr:
        'Hardware: Intel64 Family 6 Model 85 - Software: Windows Version 6.3 (Build 20348 Multiprocessor Free)',
      sysObjectId: '1.3.6.1.4.1.311.1.1.3.1.2',
      ports: [135, 139, 445, 3389, 5985],
    },
    'server',
    'high',
  ],
  ['a domain controller', { ports: [53, 88, 135, 389, 445, 636, 3268] }, 'domain-controller', 'high'],
  ['a file server or a PC: open', { ports: [135, 445] }, 'workstation', 'low'],
  [
    'a PC by its name',
    { hostnames: ['DESKTOP-7K2L9QX'], ports: [135, 445], maker: 'Dell Inc.' },
    'workstation',
    'high',
  ],
  [
    'an ESXi host',
    { sysObjectId: '1.3.6.1.4.1.6876.4.1', ports: [443, 902], sysDescr: 'VMware ESXi 8.0.2 build-22380479' },
    'hypervisor',
    'high',
  ],
  ['a Proxmox host', { ports: [22, 8006], hostnames: ['pve-1'] }, 'hypervisor', 'high'],
  [
    'a Linux host with net-snmp',
    { sysDescr: 'Linux srv 6.1.0-25-amd64', sysObjectId: '1.3.6.1.4.1.8072.3.2.10', ports: [22] },
    'server',
    'medium',
  ],
  ['a database', { ports: [22, 5432] }, 'database', 'medium'],
  [
    'a UPS',
    {
      sysDescr: 'APC Web/SNMP Management Card (MB:v4.1.0 PF:v6.9.6)',
      sysObjectId: '1.3.6.1.4.1.318.1.3.27',
      maker: 'American Power Conversion Corp',
    },
    'ups',
    'high',
  ],
  ['a SIMATIC', { ports: [80, 102], maker: 'Siemens AG' }, 'controller', 'high'],
  ['a Modbus device of nobody known', { ports: [502] }, 'controller', 'medium'],
  ['an OPC UA server', { ports: [4840, 22], maker: 'Beckhoff Automation GmbH' }, 'controller', 'high'],
  ['a camera', { ports: [80, 554], maker: 'Axis Communications AB' }, 'camera', 'high'],
  ['a telephone', { ports: [80, 443, 5060], maker: 'snom technology GmbH' }, 'phone', 'high'],
  ['an iPhone', { ports: [62_078], hostnames: ['iPhone-von-Anna'], maker: null }, 'mobile', 'high'],
  [
    'a loudspeaker',
    { services: ['_sonos._tcp', '_spotify-connect._tcp'], maker: 'Sonos, Inc.' },
    'gadget',
    'high',
  ],
  [
    'an access point',
    { sysDescr: 'UAP-AC-Pro-Gen2 6.6.55 access point', maker: 'Ubiquiti Inc' },
    'access-point',
    'high',
  ],
];

describe('what a neighbour is', () => {
  for (const [what, some, role, confidence] of CASES)
    it(what, () => {
      const found = identify(facts(some));
      assert.deepEqual([found.role, found.confidence], [role, confidence], JSON.stringify(found));
      assert.equal(found.kind, role && KIND_OF[role]);
      // Whoever says something says why.
      assert.equal(found.reasons.length > 0, role !== null);
    });

  it('says why, the strongest first', () => {
    const { reasons } = identify(facts({ ports: [9100], sysDescr: 'HP LaserJet 400 M401dn' }));
    assert.deepEqual(reasons, [
      { by: 'description', value: 'HP LaserJet 400 M401dn' },
      { by: 'port', value: '9100' },
    ]);
  });

  it('more evidence for one thing never lowers its confidence, whatever the texts are', () => {
    const rank = { low: 0, medium: 1, high: 2 };
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.string(),
        fc.uniqueArray(fc.integer({ min: 1, max: 65_535 })),
        (text, name, ports) => {
          const some = facts({
            sysDescr: text,
            hostnames: [name],
            ports,
            maker: text,
            sysObjectId: text,
            services: [name],
            banners: [text],
          });
          const before = identify(some);
          const after = identify({ ...some, sysObjectId: '1.3.6.1.4.1.789.2' });
          if (before.role === 'nas') assert.ok(rank[after.confidence] >= rank[before.confidence]);
          assert.ok(proposedName(some).length > 0);
        },
      ),
    );
  });

  it('calls it as it calls itself, else by maker and address', () => {
    assert.equal(proposedName(facts({ sysName: 'sw-1.anker.local', hostnames: ['x'] })), 'sw-1');
    assert.equal(proposedName(facts({ hostnames: ['192.168.1.20', 'nas.local.'] })), 'nas');
    assert.equal(
      proposedName(facts({ maker: 'HEWLETT PACKARD ENTERPRISE CO., LTD.' })),
      'HEWLETT PACKARD 192.168.1.20',
    );
    assert.equal(proposedName(facts({})), '192.168.1.20');
    assert.equal(shortMaker('Hangzhou Hikvision Digital Technology Co.,Ltd.'), 'Hangzhou Hikvision');
    assert.equal(shortMaker('AG'), 'AG');
  });
});
