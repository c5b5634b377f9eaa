import { KIND } from '../../apps/server/src/monitoring/kind-words.ts';
import { checkSettingsSchema } from '../../apps/server/src/monitoring/kinds/document.ts';
import { EXECUTED, type Executor } from '../../apps/server/src/monitoring/kinds/executed.ts';
import { SECRET_FIELDS } from '../../packages/protocol/src/index.ts';
import { CHECK_PAGE, CHECK_WORDS, type DocumentedKind } from './check-words.ts';

type Language = 'en' | 'de';
interface Schema {
  properties?: Record<string, Schema>;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

const PARTS: readonly [part: keyof (typeof CHECK_PAGE)['en']['parts'], kinds: readonly DocumentedKind[]][] = [
  [
    'host',
    [
      'service',
      'process',
      'log',
      'scheduled-task',
      'pending-reboot',
      'time-skew',
      'antivirus',
      'firewall',
      'failed-sign-ins',
      'plugin',
    ],
  ],
  [
    'network',
    [
      'http',
      'tcp',
      'udp',
      'icmp',
      'tls',
      'domain',
      'dns',
      'ntp',
      'smtp',
      'imap',
      'pop3',
      'ftp',
      'ssh',
      'ldap',
      'postgresql',
      'mysql',
      'redis',
      'exporter',
    ],
  ],
  [
    'devices',
    [
      'snmp-interfaces',
      'snmp-cpu',
      'snmp-memory',
      'snmp-storage',
      'snmp-sensor',
      'snmp-ups',
      'snmp-printer',
      'snmp-value',
      'snmp-trap',
      'syslog',
      'modbus',
      'opcua',
    ],
  ],
  [
    'storage',
    [
      'smart',
      'raid',
      'zfs',
      'thin-pool',
      'share',
      'fsync',
      'backup-restic',
      'backup-borg',
      'backup-folder',
      'backup-windows',
    ],
  ],
];

/** Every kind of check that is executed: when it fails, where it runs, its settings with what they are by default. */
export function checksPage(language: Language): string {
  const { title, text, heads, parts, runsOn, required } = CHECK_PAGE[language];
  const schemas = settingsByKind();
  const documented = new Set(PARTS.flatMap(([, kinds]) => kinds));
  const missing = Object.keys(EXECUTED).filter((kind) => !documented.has(kind as DocumentedKind));
  if (missing.length > 0) throw new Error(`docs of checks: ${missing.join(', ')} is in no part`);
  const sections = PARTS.map(([part, kinds]) => {
    const rows = kinds.map((kind) => {
      const [executor, intervalMs] = EXECUTED[kind];
      return [
        `${KIND[language][kind]} \`${kind}\``,
        CHECK_WORDS[language][kind],
        runsOn[executor satisfies Executor],
        interval(intervalMs),
        settings(schemas.get(kind) ?? {}, required),
      ];
    });
    return `## ${parts[part]}\n\n${table(heads, rows)}`;
  });
  return `# ${title}\n\n${text}\n\n${sections.join('\n\n')}\n`;
}

function settingsByKind(): Map<string, Schema> {
  const { oneOf, anyOf } = checkSettingsSchema() as Schema;
  return new Map((oneOf ?? anyOf ?? []).map((schema) => [String(schema.properties?.kind?.const), schema]));
}

function settings(schema: Schema & { required?: string[] }, required: string): string {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== 'kind')
    .map(([name, field]) => {
      const must = schema.required?.includes(name) ? ` (${required})` : '';
      return `\`${name}\`${must}${given(name, field)}`;
    })
    .join(', ');
}

function given(name: string, { default: usual, enum: choices }: Schema): string {
  if (SECRET_FIELDS.has(name)) return '';
  const others = choices?.filter((choice) => choice !== usual).map(String) ?? [];
  const more = others.length > 0 ? ` (${others.join(', ')})` : '';
  if (usual === undefined || usual === '') return more;
  const text = typeof usual === 'object' ? JSON.stringify(usual) : String(usual);
  return text === '[]' || text === '{}' ? more : ` ${text}${more}`;
}

const interval = (ms: number): string =>
  ms >= 3_600_000 ? `${ms / 3_600_000} h` : ms >= 60_000 ? `${ms / 60_000} min` : `${ms / 1000} s`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
