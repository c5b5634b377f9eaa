import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CHECK_KIND_NAMES, kindOf } from '../../apps/server/src/monitoring/kinds/index.ts';
import { settingsOf } from '../../apps/server/src/monitoring/kinds/settings.ts';
import { type Field, type ObjectField, readSettings } from '../../apps/web/src/monitoring/checks/field.ts';
import { ESSENTIAL, GROUPS, measureOf, ONE_OF } from '../../apps/web/src/monitoring/checks/fields.ts';
import { problemsOf } from '../../apps/web/src/monitoring/checks/problems.ts';
import { settingOf, shownValue, switchVariant } from '../../apps/web/src/monitoring/checks/values.ts';
import { type CheckWords, wordsOf } from '../../apps/web/src/monitoring/checks/wording.ts';

/** The forms of the console against the schemas of the server; neither may import the other. */
const LOCALES = ['de', 'en'] as const;
const words = Object.fromEntries(
  LOCALES.map((locale) => {
    const file = new URL(`../../apps/web/src/i18n/checks/${locale}.json`, import.meta.url);
    return [locale, JSON.parse(readFileSync(file, 'utf8')) as CheckWords];
  }),
) as Record<(typeof LOCALES)[number], CheckWords>;
const forms = CHECK_KIND_NAMES.map((kind) => ({ kind, field: readSettings(settingsOf(kind)) }));

/** Every field of a form by its path, without the numbers of list entries; and what tells variants apart. */
function* fieldsOf(field: Field, path = ''): Generator<[path: string, field: Field]> {
  const below = function* ({ fields }: ObjectField) {
    for (const [name, each] of Object.entries(fields)) yield* fieldsOf(each, path ? `${path}.${name}` : name);
  };
  if (field.type === 'union') {
    const options = Object.keys(field.variants);
    const by = path ? `${path}.${field.by}` : field.by;
    yield [by, { type: 'choice', required: true, default: undefined, options }];
    for (const variant of Object.values(field.variants)) yield* below(variant);
    return;
  }
  if (path) yield [path, field];
  if (field.type === 'object') yield* below(field);
  if (field.type === 'list') yield* below(field.item);
}

describe('the form of every kind of check', () => {
  it('is offered for every kind that people may add, once', () => {
    const addable = CHECK_KIND_NAMES.filter((kind) => kindOf(kind).addable);
    assert.ok(addable.length > 50, String(addable.length));
    assert.deepEqual(Object.values(GROUPS).flat().sort(), addable.sort());
  });

  it('names essential fields that exist', () => {
    for (const [kind, names] of [...Object.entries(ESSENTIAL), ...Object.entries(ONE_OF)]) {
      const { properties = {} } = settingsOf(kind as never) as { properties?: object };
      for (const name of names ?? []) assert.ok(name in properties, `${kind}.${name}`);
    }
  });

  for (const locale of LOCALES)
    it(`has words for every field and choice, and none that are not used: ${locale}`, () => {
      const used = new Set<string>();
      for (const { kind, field } of forms) {
        assert.ok(words[locale].kinds[kind], `${kind} says what it finds`);
        for (const [path, each] of fieldsOf(field)) {
          const said = wordsOf(words[locale], kind, path);
          assert.ok(said?.label, `${kind}: ${path} has a label`);
          used.add(words[locale].own[kind]?.[path] ? `${kind}/${path}` : path);
          // A group is a heading; its fields say what they are.
          if (each.type !== 'object' && each.type !== 'list')
            assert.ok(said.help, `${kind}: ${path} has help`);
          const options = each.type === 'choice' ? each.options.map(String) : [];
          const known = Object.keys(said.choices ?? {});
          assert.deepEqual(
            options.filter((one) => !known.includes(one)),
            [],
            `${kind}: ${path}`,
          );
          if (!SHARED_CHOICES.has(path))
            assert.deepEqual(
              known.filter((one) => !options.includes(one)),
              [],
              `${kind}: ${path}`,
            );
        }
      }
      const all = [
        ...Object.keys(words[locale].fields),
        ...Object.entries(words[locale].own).flatMap(([kind, fields]) =>
          Object.keys(fields).map((path) => `${kind}/${path}`),
        ),
      ];
      assert.deepEqual(
        all.filter((path) => !used.has(path)),
        [],
      );
      assert.deepEqual(Object.keys(words[locale].kinds).sort(), [...CHECK_KIND_NAMES].sort());
    });

  it('speaks formally in German', () => {
    assert.doesNotMatch(JSON.stringify(words.de), /\b(du|dir|dich|dein\w*)\b/i);
  });

  it('has a unit for every number that is a time, a size or a share', () => {
    const plain = new Set<string>();
    for (const { field } of forms)
      for (const [path, each] of fieldsOf(field)) {
        const name = path.split('.').at(-1)!;
        if (each.type === 'number' && !measureOf(name, each)) plain.add(name);
      }
    // Counts, places and values whose unit only the device knows.
    assert.deepEqual([...plain].sort(), PLAIN_NUMBERS);
  });

  it('begins with the defaults of the server', () => {
    let compared = 0;
    for (const { kind, field } of forms) {
      const none = kindOf(kind).config.safeParse({});
      if (!none.success) continue;
      const shown = settingOf(field, shownValue(field, {}));
      assert.deepEqual(kindOf(kind).config.parse(shown), none.data, kind);
      compared++;
    }
    assert.ok(compared > 15, String(compared));
  });

  it('says what is missing, at its field', () => {
    for (const { kind, field } of forms) {
      const shown = shownValue(field, {});
      const problems = problemsOf(field, shown);
      const { success, error } = kindOf(kind).config.safeParse(settingOf(field, shown));
      const refused = (error?.issues ?? []).map(({ path }) => path.map(String).join('.'));
      assert.deepEqual(Object.keys(problems).length === 0, success, kind);
      for (const path of refused) assert.ok(path in problems, `${kind}: ${path}`);
    }
  });

  for (const { kind, field } of forms)
    it(`gives back what it shows: ${kind}`, () => {
      let valid = 0;
      fc.assert(
        fc.property(settings(field), (given) => {
          const parsed = kindOf(kind).config.safeParse(given);
          if (!parsed.success) return;
          valid++;
          const shown = shownValue(field, parsed.data);
          assert.deepEqual(problemsOf(field, shown), {});
          assert.deepEqual(
            withoutEmpty(kindOf(kind).config.parse(settingOf(field, shown))),
            withoutEmpty(parsed.data),
          );
        }),
        { numRuns: 60 },
      );
      assert.ok(valid > 10, `${valid} of 60 were settings`);
    });

  it('keeps what two variants have in common', () => {
    const { field } = forms.find(({ kind }) => kind === 'snmp-cpu')!;
    const access = (field as ObjectField).fields.access!;
    assert.ok(access.type === 'union');
    const before = shownValue(access, { version: '2c', community: 'geheim' });
    assert.deepEqual(settingOf(access, switchVariant(access, before, '1')), {
      version: '1',
      community: 'geheim',
    });
    assert.deepEqual(settingOf(access, switchVariant(access, before, '3')), { version: '3' });
  });
});

/** A list without entries says as much as none. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => !Array.isArray(each) || each.length > 0),
  );
}

/** Words that several kinds share, of which each knows some values only. */
const SHARED_CHOICES: ReadonlySet<string> = new Set(['security']);
const PLAIN_NUMBERS = [
  'address',
  'atLeast',
  'count',
  'criticalAbove',
  'criticalBelow',
  'criticalSectors',
  'depth',
  'followRedirects',
  'least',
  'level',
  'limit',
  'maxStratum',
  'maximum',
  'minimum',
  'offset',
  'port',
  'priority',
  'scale',
  'unit',
  'warnAbove',
  'warnBelow',
  'warnSectors',
  'writes',
];

/** Settings as the API might be given them. */
function settings(field: Field, name = ''): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'switch':
      return fc.boolean();
    case 'number': {
      const least = field.least ?? -1000;
      const most = field.most ?? Math.max(least, 1000);
      return field.integer
        ? fc.integer({ min: Math.ceil(least), max: most })
        : fc.double({ min: least, max: most, noNaN: true }).map((value) => value + 0);
    }
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'scalar':
      return fc.oneof(
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom('12', 'true'),
      );
    case 'text': {
      const known = KNOWN_TEXTS[name];
      if (known) return fc.constantFrom(...known);
      const text = field.pattern
        ? fc.stringMatching(field.pattern)
        : fc.string({ minLength: field.shortest, maxLength: Math.min(field.longest ?? 40, 40) });
      return text.filter((one) => one.trim() === one && one !== '');
    }
    case 'texts':
      return fc.array(
        fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() === one && one !== ''),
        { maxLength: 3 },
      );
    case 'list':
      return fc.array(settings(field.item), { maxLength: 3 });
    case 'object':
      return named(field);
    case 'union':
      return fc.oneof(
        ...Object.entries(field.variants).map(([variant, each]) =>
          named(each).map((rest) => ({ ...rest, [field.by]: variant })),
        ),
      );
  }
}

const named = ({ fields }: ObjectField): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, settings(each, name)])), {
    requiredKeys: Object.entries(fields)
      .filter(([, each]) => each.required)
      .map(([name]) => name),
  });

/** Texts that more than a pattern decides about. */
const KNOWN_TEXTS: Readonly<Record<string, readonly string[]>> = {
  expression: ['30 2 * * *', '*/5 * * * 1-5'],
  timeZone: ['Europe/Berlin', 'UTC'],
  checkId: ['0190a7f0-5f5e-7c1e-9d5e-000000000001'],
  siteId: ['0190a7f0-5f5e-7c1e-9d5e-000000000002'],
  path: ['/var/log/syslog', 'C:\\log\\a.txt', '$.queue[0].length'],
  folder: ['/srv/backup', 'D:\\Backup'],
  plugin: ['/usr/lib/nagios/plugins/check_disk'],
  passwordFile: ['/etc/restic'],
};
