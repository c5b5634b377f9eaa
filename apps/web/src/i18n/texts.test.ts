import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const SOURCE = join(import.meta.dirname, '..');
const SERVER_ERRORS = join(SOURCE, '../../server/src/platform/errors.ts');

/** Plural forms of one key (CLDR, as i18next writes them). */
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = ReadonlyMap<string, string>;

function readTexts(locale: 'de' | 'en'): Texts {
  const texts = new Map<string, string>();
  const walk = (path: string, value: unknown) => {
    if (typeof value === 'string') texts.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(`${path}.${key}`, inner);
  };
  const folder = join(import.meta.dirname, locale);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    walk(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  return texts;
}

const de = readTexts('de');
const en = readTexts('en');
const domains = [...new Set([...en.keys()].map((key) => key.split('.')[0]))];

/** Everything in the sources that looks like a key; `${…}` in a template stands for one part or more of it. */
function readUses(): { exact: Set<string>; patterns: RegExp[] } {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.(test|gen)\./.test(name),
  );
  const literal = new RegExp(`(['"\`])((?:${domains.join('|')})\\.[^'"\`\\s]*)\\1`, 'g');
  for (const file of files) {
    for (const [, , text] of readFileSync(join(SOURCE, file), 'utf8').matchAll(literal)) {
      if (!text?.includes('${')) exact.add(text ?? '');
      else patterns.push(new RegExp(`^${text.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`));
    }
  }
  return { exact, patterns };
}
const uses = readUses();

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const base = (key: string) => key.replace(PLURAL, '');

describe('texts', () => {
  it('are complete in both languages', () => {
    assert.deepEqual([...de.keys()].sort(), [...en.keys()].sort());
  });
  it('are not empty and name the same values in both languages', () => {
    for (const [key, text] of en) {
      const german = de.get(key) ?? '';
      assert.notEqual(text.trim(), '', key);
      assert.notEqual(german.trim(), '', key);
      assert.deepEqual(placeholders(german), placeholders(text), key);
    }
  });
  it('address the reader formally in German', () => {
    for (const [key, text] of de) assert.doesNotMatch(text, /\b(du|dir|dich|dein\w*)\b/i, key);
  });
  it('exist for every key in the sources', () => {
    const known = new Set([...en.keys()].flatMap((key) => [key, base(key)]));
    const isGroup = (key: string) => [...known].some((each) => each.startsWith(`${key}.`));
    // Permissions are named like keys: `settings.read`.
    const isPermission = (key: string) => /^\w+\.(read|manage)$/.test(key);
    const missing = [...uses.exact].filter((key) => !known.has(key) && !isGroup(key) && !isPermission(key));
    assert.deepEqual(missing, []);
  });
  it('are all used', () => {
    const unused = [...en.keys()].filter(
      (key) => !uses.exact.has(base(key)) && !uses.patterns.some((pattern) => pattern.test(base(key))),
    );
    assert.deepEqual(unused, []);
  });
});

/** Sources of the server and the agent without tests; what is said there is shown here. */
const sourcesOf = (folder: string) => {
  const root = join(SOURCE, '../..', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing\//.test(name))
    .map((name) => readFileSync(join(root, name), 'utf8'));
};

describe('what the server and its agents report', () => {
  const server = sourcesOf('server/src');

  it('actions of the audit log are all put into words', () => {
    const said = server.flatMap((text) => [
      ...text.matchAll(/\baction: (?:[^\n']*\? )?'([a-z-]+\.[a-z.-]+)'(?:\s*: '([a-z-]+\.[a-z.-]+)')?/g),
    ]);
    const actions = new Set(said.flatMap(([, ...names]) => names.filter(Boolean)));
    assert.ok(actions.size > 50, 'they were found');
    const missing = [...actions].filter((action) => !en.has(`audit.event.${action.replace('.', '_')}`));
    assert.deepEqual(missing, []);
  });

  it('codes of results are all put into words', () => {
    const codes = new Set(
      [...server, ...sourcesOf('agent/src')].flatMap((text) => text.match(/'RA_HEARTBEAT_\w+'/g) ?? []),
    );
    const catalogue = readFileSync(join(SOURCE, '../../agent/src/checks/codes.ts'), 'utf8');
    for (const [, code] of catalogue.matchAll(/^ {2}(RA_CHECK_\w+): \{/gm)) codes.add(`'${code}'`);
    assert.ok(codes.size > 50, 'they were found');
    const missing = [...codes].filter((code) => !en.has(`monitoring.code.${code.slice(1, -1)}`));
    assert.deepEqual(missing, []);
  });
});

describe('errors of the server', () => {
  /** Said to agents and in the terminal; no page can show them. */
  const ELSEWHERE =
    /^RA_(AGENT|FRAME|PROTOCOL|SAMPLE|ENROLMENT_PROOF|CONFIG|CONSOLE|PORT|HOST|DATABASE|KEY|BACKUP|RESTORE|AUDIT)/;

  it('are all put into words', () => {
    const codes = [...readFileSync(SERVER_ERRORS, 'utf8').matchAll(/^ {2}(RA_\w+): entry\(/gm)].map(
      ([, code]) => code!,
    );
    assert.ok(codes.length > 30, 'the catalogue was found');
    const missing = codes.filter((code) => !ELSEWHERE.test(code) && !en.has(`errors.${code}.what`));
    assert.deepEqual(missing, []);
  });
});
