import {
  environmentName,
  flagName,
  SETTINGS,
  type Setting,
  type SettingKey,
} from '../../apps/server/src/platform/config/settings.ts';
import { CATALOGUE } from '../../apps/server/src/platform/errors.ts';
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../../apps/server/src/platform/tenancy/permissions.ts';
import { PERMISSION_PAGE, PERMISSION_WORDS, ROLE_WORDS, SETTINGS_DE } from './words.ts';

type Language = 'en' | 'de';

/** Every setting with its environment variable, flag and default. */
export function settingsTable(language: Language): string {
  const heads = {
    en: ['Key', 'Meaning', 'Default', 'Example', 'Environment variable and flag'],
    de: ['Schlüssel', 'Bedeutung', 'Vorgabe', 'Beispiel', 'Umgebungsvariable und Option'],
  };
  const rows = (Object.keys(SETTINGS) as SettingKey[]).map((key) => {
    const setting: Setting = SETTINGS[key];
    const variable = environmentName(key);
    const names = [
      `\`${variable}\``,
      ...(setting.secret ? [`\`${variable}_FILE\``] : []),
      `\`--${flagName(key)}\``,
    ];
    const given =
      typeof setting.default === 'object'
        ? Object.values(setting.default ?? {}).join(',')
        : String(setting.default);
    return [
      `\`${key}\``,
      language === 'de' ? SETTINGS_DE[key] : setting.help,
      given === '' ? '' : `\`${given}\``,
      `\`${setting.example}\``,
      names.join(' '),
    ];
  });
  return table(heads[language], rows);
}

/** The whole page about who may do what. */
export function permissionsPage(language: Language): string {
  const { title, text, may, permission } = PERMISSION_PAGE[language];
  const rows = PERMISSIONS.map((one) => [
    PERMISSION_WORDS[language][one],
    ...ROLES.map((role) => (ROLE_PERMISSIONS[role].has(one) ? '✓' : '')),
    `\`${one}\``,
  ]);
  const roles = ROLES.map((role) => ROLE_WORDS[language][role]);
  return `# ${title}\n\n${text}\n\n${table([may, ...roles, permission], rows)}\n`;
}

/** The whole page about errors. */
export function errorsPage(): string {
  const rows = Object.entries(CATALOGUE).map(([code, { status, message, remedy }]) => [
    `\`${code}\``,
    String(status),
    message,
    remedy,
  ]);
  return `# Errors

Made by \`npm run docs\` from \`apps/server/src/platform/errors.ts\`. A code never changes its meaning. Every error body of
the API is \`{"error": {"code", "message", "details"?, "requestId"}}\`; the request id is in the server's log. Commands print
the code before the message and end with 1.

${table(['Code', 'HTTP', 'What happened', 'What to do'], rows)}
`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
