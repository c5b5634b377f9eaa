import type { Role } from './roles.ts';

/*
 * What speaks for what, and how much: 0 nothing, 1 a proof. Ports by IANA's registry and the vendors' manuals, object
 * identifiers by IANA's enterprise numbers and the vendors' MIBs. Several roles for one clue: it leaves that open.
 */

export type Weights = readonly (readonly [Role, number])[];

export const PORTS: ReadonlyMap<number, Weights> = new Map<number, Weights>([
  [22, [['server', 0.2]]],
  [23, [['switch', 0.15]]],
  [25, [['server', 0.5]]],
  [
    53,
    [
      ['router', 0.2],
      ['server', 0.2],
    ],
  ],
  [80, []],
  [88, [['domain-controller', 0.6]]],
  [102, [['controller', 0.75]]],
  [110, [['server', 0.3]]],
  [
    135,
    [
      ['workstation', 0.25],
      ['server', 0.2],
    ],
  ],
  [
    139,
    [
      ['workstation', 0.1],
      ['nas', 0.1],
    ],
  ],
  [143, [['server', 0.5]]],
  [179, [['router', 0.5]]],
  [
    389,
    [
      ['domain-controller', 0.3],
      ['server', 0.3],
    ],
  ],
  [443, []],
  [
    445,
    [
      ['workstation', 0.2],
      ['server', 0.15],
      ['nas', 0.15],
    ],
  ],
  [502, [['controller', 0.65]]],
  [515, [['printer', 0.5]]],
  [548, [['nas', 0.4]]],
  [554, [['camera', 0.5]]],
  [587, [['server', 0.4]]],
  [623, [['server', 0.5]]],
  [631, [['printer', 0.35]]],
  [636, [['domain-controller', 0.3]]],
  [902, [['hypervisor', 0.6]]],
  [993, [['server', 0.4]]],
  [1433, [['database', 0.65]]],
  [1521, [['database', 0.65]]],
  [1911, [['controller', 0.5]]],
  [2049, [['nas', 0.35]]],
  [2179, [['hypervisor', 0.5]]],
  [2404, [['controller', 0.7]]],
  [3260, [['nas', 0.55]]],
  [3268, [['domain-controller', 0.7]]],
  [3306, [['database', 0.6]]],
  [
    3389,
    [
      ['workstation', 0.4],
      ['server', 0.3],
    ],
  ],
  [4840, [['controller', 0.6]]],
  [5000, [['nas', 0.15]]],
  [5001, [['nas', 0.2]]],
  [5060, [['phone', 0.5]]],
  [5061, [['phone', 0.5]]],
  [5432, [['database', 0.6]]],
  [5900, [['workstation', 0.25]]],
  [5985, [['server', 0.35]]],
  [6379, [['database', 0.5]]],
  [7547, [['router', 0.35]]],
  [8006, [['hypervisor', 0.6]]],
  [8009, [['gadget', 0.4]]],
  [8291, [['router', 0.6]]],
  [9100, [['printer', 0.65]]],
  [20_000, [['controller', 0.5]]],
  [27_017, [['database', 0.6]]],
  [44_818, [['controller', 0.75]]],
  [47_808, [['controller', 0.5]]],
  [62_078, [['mobile', 0.65]]],
]);

export interface TextClue {
  readonly pattern: RegExp;
  readonly weights: Weights;
}
const clue = (pattern: RegExp, ...weights: (readonly [Role, number])[]): TextClue => ({ pattern, weights });

/** How devices describe themselves (sysDescr). The first that fits counts. */
export const DESCRIPTIONS: readonly TextClue[] = [
  clue(
    /laserjet|officejet|pagewide|jetdirect|printer|drucker|bizhub|aficio|ecosys|kyocera|brother (nc|hl|mfc|dcp)-|lexmark|workcentre|versalink|phaser|workforce|imagerunner|multifunction/i,
    ['printer', 0.92],
  ),
  clue(/smart-ups|network management card|\bups\b|\busv\b|powerware|pw ?[59]\d\d\d|galaxy v[ls]/i, [
    'ups',
    0.92,
  ]),
  clue(/diskstation|rackstation|synology|qnap|truenas|freenas|readynas|netapp|data ontap|\bnas\b/i, [
    'nas',
    0.92,
  ]),
  clue(
    /firewall|fortigate|fortios|sonicwall|pfsense|opnsense|pan-os|palo alto|watchguard|securepoint|adaptive security|sophos/i,
    ['firewall', 0.92],
  ),
  clue(/access point|accesspoint|\buap\b|unifi ap|aironet|ruckus|wlan-?ap/i, ['access-point', 0.88]),
  clue(/esxi?\b|vmware|proxmox|hyper-v|xenserver|xcp-ng|nutanix/i, ['hypervisor', 0.92]),
  clue(/fritz!?box|speedport|routeros|edgeos|vyos|openwrt|lancom|bintec|be\.ip|digitalisierungsbox|router/i, [
    'router',
    0.88,
  ]),
  clue(
    /switch|procurve|catalyst|nx-os|comware|powerconnect|edgeswitch|jetstream|icx\d|gs\d{3}|c(29|35|36|38|92|93)\d\d|ex\d{4}/i,
    ['switch', 0.9],
  ),
  clue(/simatic|\bs7-|cpu ?1[25]1\d|logo!|wago|beckhoff|twincat|modicon|controllogix|\bplc\b|\bsps\b/i, [
    'controller',
    0.92,
  ]),
  clue(/camera|kamera|ipcam|axis .*(network|video)|hikvision|mobotix/i, ['camera', 0.88]),
  clue(/ip ?phone|telefon|snom|yealink|gigaset|polycom/i, ['phone', 0.88]),
  clue(/windows.*(server|build (14393|17763|20348|25398|26100)\b)/i, ['server', 0.85]),
  clue(/windows/i, ['server', 0.45], ['workstation', 0.4]),
  clue(/cisco|juniper|aruba|arista|extreme/i, ['network-device', 0.6]),
  clue(/linux|freebsd|sunos|aix\b/i, ['server', 0.5]),
  clue(/darwin/i, ['workstation', 0.6]),
];

/** Who made the SNMP agent (sysObjectID), by the longest prefix below 1.3.6.1.4.1. */
export const OBJECT_IDS: ReadonlyMap<string, Weights> = new Map<string, Weights>([
  ['9', [['network-device', 0.6]]],
  ['9.6.1', [['switch', 0.75]]],
  ['11.2.3.7.11', [['switch', 0.92]]],
  ['11.2.3.9', [['printer', 0.92]]],
  ['171', [['switch', 0.55]]],
  ['253', [['printer', 0.8]]],
  ['311.1.1.3.1.1', [['workstation', 0.92]]],
  ['311.1.1.3.1.2', [['server', 0.92]]],
  ['311.1.1.3.1.3', [['domain-controller', 0.92]]],
  ['318', [['ups', 0.75]]],
  ['367', [['printer', 0.85]]],
  ['368', [['camera', 0.85]]],
  ['534', [['ups', 0.75]]],
  ['641', [['printer', 0.9]]],
  ['705', [['ups', 0.85]]],
  ['789', [['nas', 0.92]]],
  ['890', [['network-device', 0.6]]],
  ['1248', [['printer', 0.8]]],
  ['1347', [['printer', 0.85]]],
  ['1602', [['printer', 0.75]]],
  ['2021.250', [['server', 0.45]]],
  ['2356', [['router', 0.7]]],
  ['2435', [['printer', 0.85]]],
  ['2604', [['firewall', 0.8]]],
  ['2636', [['network-device', 0.6]]],
  ['3097', [['firewall', 0.9]]],
  ['4329', [['controller', 0.75]]],
  ['4526', [['switch', 0.75]]],
  ['6574', [['nas', 0.92]]],
  ['6876', [['hypervisor', 0.92]]],
  ['8072.3.2.10', [['server', 0.45]]],
  ['8741', [['firewall', 0.92]]],
  ['11863', [['network-device', 0.6]]],
  ['12356', [['firewall', 0.85]]],
  ['14823', [['access-point', 0.6]]],
  ['14988', [['router', 0.75]]],
  ['18334', [['printer', 0.85]]],
  ['21067', [['firewall', 0.85]]],
  ['24681', [['nas', 0.92]]],
  ['25461', [['firewall', 0.92]]],
  ['25506', [['switch', 0.65]]],
  ['30065', [['switch', 0.75]]],
  ['39165', [['camera', 0.85]]],
  [
    '41112',
    [
      ['access-point', 0.5],
      ['switch', 0.3],
    ],
  ],
  ['55062', [['nas', 0.92]]],
]);

/** Makers that make mostly one thing. The first that fits counts. */
export const MAKERS: readonly TextClue[] = [
  clue(/synology|qnap|netapp|drobo/i, ['nas', 0.85]),
  clue(
    /brother ind|kyocera (display|document|corp)|lexmark|xerox corp|ricoh|konica|seiko epson|canon inc|zebra tech/i,
    ['printer', 0.65],
  ),
  clue(/axis communications|hikvision|dahua|mobotix|vivotek|hanwha vision/i, ['camera', 0.85]),
  clue(/snom|yealink|gigaset|polycom|grandstream|mitel|auerswald|unify gmbh|\bspectralink/i, ['phone', 0.8]),
  clue(/american power conversion|apc by schneider|eaton corp|riello|cyberpower/i, ['ups', 0.65]),
  clue(/fortinet|sophos|sonicwall|watchguard|palo alto|securepoint/i, ['firewall', 0.8]),
  clue(
    /siemens (ag|industrial|numerical)|beckhoff|wago|phoenix contact|rockwell|schneider electric|omron corp|b&r industrial|bosch rexroth|pilz|\bsick ag|ifm electronic|moxa|turck|lenze|kuka|fanuc|weidm|mitsubishi electric|trumpf/i,
    ['controller', 0.7],
  ),
  clue(/\bavm\b|bintec|lancom systems/i, ['router', 0.7]),
  clue(/routerboard|mikrotik/i, ['router', 0.55], ['switch', 0.3]),
  clue(/ruckus|ubiquiti/i, ['access-point', 0.45], ['switch', 0.3]),
  clue(/hirschmann automation/i, ['switch', 0.6]),
  clue(
    /cisco|juniper networks|extreme networks|aruba|netgear|tp-link|zyxel|d-link|allied telesis|arista|h3c|hewlett packard enterprise/i,
    ['network-device', 0.5],
  ),
  clue(/vmware|xensource|proxmox|pcs systemtechnik/i, ['server', 0.55]),
  clue(/super micro|fujitsu technology solutions/i, ['server', 0.45]),
  clue(
    /espressif|shelly|tuya|sonos|google, inc|amazon tech|signify|philips lighting|nest labs|lg electronics/i,
    ['gadget', 0.6],
  ),
  clue(/raspberry/i, ['server', 0.35]),
  clue(/apple/i, ['workstation', 0.3], ['mobile', 0.3]),
  clue(/samsung elec|xiaomi|oneplus|huawei device|motorola mobility|oppo/i, ['mobile', 0.45]),
  clue(/dell|lenovo|hp inc|intel corp|asustek|micro-star|giga-byte|fujitsu|acer|azurewave|liteon/i, [
    'workstation',
    0.35,
  ]),
];

/** How people name what. The first that fits counts. */
export const NAMES: readonly TextClue[] = [
  clue(/^(dc|ad)[-_]?\d/i, ['domain-controller', 0.5]),
  clue(/^(esx|esxi|pve|hv|hyperv|vmhost)[-_\d]/i, ['hypervisor', 0.6]),
  clue(/^(sql|db|mysql|pg)[-_\d]/i, ['database', 0.5]),
  clue(/^(fw|firewall|opnsense|pfsense|utm)([-_\d.]|$)/i, ['firewall', 0.6]),
  clue(/^(gw|gateway|router|rt)([-_\d.]|$)|^(fritz|speedport)\b/i, ['router', 0.6]),
  clue(/^(sw|switch|core-?sw|access-?sw)([-_\d.]|$)|[-_]sw\d*(\.|$)/i, ['switch', 0.6]),
  clue(/^(ap|wap|uap|wlan)[-_\d]/i, ['access-point', 0.5]),
  clue(
    /^(prn|prt|print|printer|drucker|mfp|plotter)([-_\d.]|$)|^(npi[0-9a-f]{6}|br[nw][0-9a-f]{6}|km[0-9a-f]{6}|et00)/i,
    ['printer', 0.6],
  ),
  clue(/^(nas|diskstation|rackstation|storage)([-_\d.]|$)|^(ds|rs)\d{3,4}|^ts-\d{3}/i, ['nas', 0.6]),
  clue(/^(ups|usv)([-_\d.]|$)/i, ['ups', 0.65]),
  clue(/^(plc|sps|hmi|s7|cpu)[-_\d]/i, ['controller', 0.6]),
  clue(/^(cam|kamera|ipcam|ipc)[-_\d]/i, ['camera', 0.55]),
  clue(/^(tel|phone|sip|snom|yealink)[-_\d]/i, ['phone', 0.55]),
  clue(/iphone|ipad|android|galaxy|pixel/i, ['mobile', 0.65]),
  clue(/^(desktop|laptop)-[a-z0-9]{7}|^(pc|ws|nb|desktop|laptop|notebook|client|mac)[-_\d]|macbook|imac/i, [
    'workstation',
    0.65,
  ]),
  clue(/^(srv|server|app|web|mail|ex|fs|file|term|ts|rds|backup|mon)[-_\d]/i, ['server', 0.55]),
];

/** What announces itself (DNS-SD); the first that fits counts for each service. */
export const SERVICES: readonly TextClue[] = [
  clue(/^_(ipps?|printer|pdl-datastream|scanner|uscans?)\._/i, ['printer', 0.55]),
  clue(/^_(axis-video|rtsp|onvif)\._/i, ['camera', 0.7]),
  clue(/^_(adisk|nfs|afpovertcp)\._/i, ['nas', 0.4]),
  clue(/^_(sips?)\._/i, ['phone', 0.5]),
  clue(/^_(apple-mobdev2?|companion-link)\._/i, ['mobile', 0.3], ['workstation', 0.2]),
  clue(/^_(airplay|raop|googlecast|spotify-connect|hap|hue|sonos|matter)\._/i, ['gadget', 0.5]),
  clue(/^_(workstation|rfb|rdp)\._/i, ['workstation', 0.35]),
  clue(/^_(ssh|sftp-ssh)\._/i, ['server', 0.15]),
];

/** A device with an address table forwards frames of others. */
export const FORWARDS: Weights = [['switch', 0.75]];
