import { readFileSync } from 'node:fs';
import { type CheckKind, kindOf } from '../../apps/server/src/monitoring/kinds/index.ts';
import { settingsOf } from '../../apps/server/src/monitoring/kinds/settings.ts';
import { type Field, type ObjectField, readSettings } from '../../apps/web/src/monitoring/checks/field.ts';
import { GROUPS, type Group, measureOf, type Unit } from '../../apps/web/src/monitoring/checks/fields.ts';
import { type CheckWords, wordsOf } from '../../apps/web/src/monitoring/checks/wording.ts';
import { table } from './tables.ts';

type Language = 'en' | 'de';

interface FormWords {
  group: Record<Group, string>;
  unit: Record<Unit, string>;
}
const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../apps/web/src/i18n/${path}.json`, import.meta.url), 'utf8')) as T;

const PAGE = {
  en: {
    title: 'Checks',
    text: [
      'Made by `npm run docs` from the schemas of the server and the words of the console. What a check is and how its rule works:',
      '[use.md](use.md). The same as JSON Schema: `GET /api/v1/check-kinds`.',
    ],
    finds: 'Finds:',
    runs: 'Runs on',
    every: 'every',
    heads: ['Setting', 'Key', 'Meaning', 'Default', 'Limits'],
    required: 'required',
    none: 'It has no settings.',
    samples: 'It is judged from what is sent already.',
    places: {
      host: 'the agent of the system',
      site: 'the agent of the system or of a neighbour (probe)',
      anywhere: 'the agent of the system or of a neighbour (probe), or the server',
    },
    characters: 'characters',
    entries: 'entries',
    yes: 'on',
    no: 'off',
  },
  de: {
    title: 'Prüfungen',
    text: [
      'Erzeugt von `npm run docs` aus den Schemata des Servers und den Worten der Oberfläche. Was eine Prüfung ist und wie ihre Regel wirkt:',
      '[bedienung.md](bedienung.md). Dasselbe als JSON-Schema: `GET /api/v1/check-kinds`.',
    ],
    finds: 'Findet:',
    runs: 'Läuft auf',
    every: 'alle',
    heads: ['Einstellung', 'Schlüssel', 'Bedeutung', 'Vorgabe', 'Grenzen'],
    required: 'nötig',
    none: 'Sie hat keine Einstellungen.',
    samples: 'Sie wird aus dem beurteilt, was schon gesendet wird.',
    places: {
      host: 'dem Agenten des Systems',
      site: 'dem Agenten des Systems oder eines Nachbarn (Sonde)',
      anywhere: 'dem Agenten des Systems oder eines Nachbarn (Sonde) oder dem Server',
    },
    characters: 'Zeichen',
    entries: 'Einträge',
    yes: 'ein',
    no: 'aus',
  },
} as const;

/** Every kind of check that people may add, with its settings, defaults and limits. */
export function checksPage(language: Language): string {
  const page = PAGE[language];
  const words = read<CheckWords>(`checks/${language}`);
  const form = read<FormWords>(`${language}/checks`);
  const { kind: names } = read<{ kind: Record<string, string> }>(`${language}/monitoring`);
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => {
    const kinds = GROUPS[group].map(
      (kind) => `### ${names[kind]}: \`${kind}\`\n\n${kindPart(language, kind, words, form.unit)}`,
    );
    return `## ${form.group[group]}\n\n${kinds.join('\n\n')}`;
  });
  return `# ${page.title}\n\n${page.text.join('\n')}\n\n${groups.join('\n\n')}\n`;
}

function kindPart(
  language: Language,
  kind: CheckKind,
  words: CheckWords,
  units: Record<Unit, string>,
): string {
  const page = PAGE[language];
  const { source, defaultIntervalMs } = kindOf(kind);
  const where =
    source.type === 'executed'
      ? `${page.runs} ${page.places[source.executor]}, ${page.every} ${seconds(defaultIntervalMs)}.`
      : page.samples;
  const rows = [...rowsOf(readSettings(settingsOf(kind)), '')].map(({ path, field }) => {
    const said = wordsOf(words, kind, path);
    const name = path.split('.').at(-1)!;
    const unit = measureOf(name, field)?.unit;
    return [
      said?.label ?? path,
      `\`${path}\``,
      said?.help ?? '',
      defaultOf(language, field),
      limitsOf(language, field, unit && units[unit]),
    ];
  });
  return [
    `${page.finds} ${words.kinds[kind]} ${where}`,
    rows.length > 0 ? table(page.heads, rows) : page.none,
  ].join('\n\n');
}

interface Row {
  path: string;
  field: Field;
}

function* rowsOf(field: Field, path: string): Generator<Row> {
  const below = function* ({ fields }: ObjectField): Generator<Row> {
    for (const [name, each] of Object.entries(fields)) yield* rowsOf(each, path ? `${path}.${name}` : name);
  };
  if (field.type === 'union') {
    const by = path ? `${path}.${field.by}` : field.by;
    const options = Object.keys(field.variants);
    const chosen = (field.default as Record<string, unknown> | undefined)?.[field.by];
    yield { path: by, field: { type: 'choice', required: chosen === undefined, default: chosen, options } };
    const seen = new Set<string>();
    for (const variant of Object.values(field.variants))
      for (const row of below(variant)) {
        if (seen.has(row.path)) continue;
        seen.add(row.path);
        yield row;
      }
    return;
  }
  if (field.type === 'object') return yield* below(field);
  yield { path, field };
  if (field.type === 'list') yield* below(field.item);
}

function defaultOf(language: Language, field: Field): string {
  if (field.required) return PAGE[language].required;
  if (field.default === undefined) return '';
  if (typeof field.default === 'boolean') return field.default ? PAGE[language].yes : PAGE[language].no;
  if (Array.isArray(field.default) || field.default === '') return '';
  return `\`${String(field.default)}\``;
}

function limitsOf(language: Language, field: Field, unit: string | undefined): string {
  const page = PAGE[language];
  switch (field.type) {
    case 'number': {
      const { least, most } = field;
      const range =
        least === undefined
          ? most === undefined
            ? ''
            : `≤ ${most}`
          : most === undefined
            ? `≥ ${least}`
            : `${least}–${most}`;
      return [range, unit].filter(Boolean).join(' ');
    }
    case 'choice':
      return field.options.map((option) => `\`${option}\``).join(' ');
    case 'text':
      return field.longest === undefined ? '' : `≤ ${field.longest} ${page.characters}`;
    case 'texts':
    case 'list':
      return field.most === undefined ? '' : `≤ ${field.most} ${page.entries}`;
    default:
      return '';
  }
}

const seconds = (ms: number): string => {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
};
