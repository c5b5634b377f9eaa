import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CELL, type Layout } from './geometry.ts';
import { fileName, svgFile } from './svgFile.ts';
import { cable, link, pen, system, view } from './testing.ts';
import { cleanName, fitText } from './text.ts';
import type { MapView } from './types.ts';

const ALLOWED = new Set([
  'svg',
  'g',
  'rect',
  'path',
  'text',
  'title',
  'desc',
  'circle',
  'line',
  'polyline',
  'ellipse',
]);

interface Element {
  tag: string;
  attributes: Record<string, string>;
  text: string;
}

/** Reads XML as strictly as its specification (1.0, 5th edition) wants it; throws at the first thing that is wrong. */
function parse(xml: string): Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  let rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '').trimEnd();
  const decode = (text: string): string => {
    assert.match(
      text,
      /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u,
      'characters of XML only',
    );
    assert.doesNotMatch(text, /</);
    assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|apos);)/, 'a lonely ampersand');
    const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
    return text.replace(/&(\w+);/g, (_, name: string) => names[name]!);
  };
  while (rest !== '') {
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      assert.ok(open.length > 0, 'text outside of the root');
      open.at(-1)!.text += decode(text);
      rest = rest.slice(text.length);
      continue;
    }
    const end = /^<\/([a-z]+)>/.exec(rest);
    if (end) {
      assert.equal(open.pop()?.tag, end[1]);
      rest = rest.slice(end[0].length);
      continue;
    }
    const start = /^<([a-z]+)((?: [a-zA-Z:-]+="[^"]*")*)(\/?)>/.exec(rest);
    assert.ok(start, `no markup: ${rest.slice(0, 60)}`);
    assert.ok(elements.length === 0 || open.length > 0, 'a second root');
    const pairs = [...start[2]!.matchAll(/ ([a-zA-Z:-]+)="([^"]*)"/g)].map(
      ([, name, value]) => [name!, decode(value!)] as const,
    );
    assert.equal(new Set(pairs.map(([name]) => name)).size, pairs.length, 'an attribute twice');
    const element = { tag: start[1]!, attributes: Object.fromEntries(pairs), text: '' };
    elements.push(element);
    if (!start[3]) open.push(element);
    rest = rest.slice(start[0].length);
  }
  assert.equal(open.length, 0, 'something is not closed');
  return elements;
}

const TEXTS = {
  title: 'Müller & Söhne <GmbH>',
  subtitle: 'Map · as of 01/12/2026',
  source: ['Source: Rettungsanker', 'https://anker.example/clients/1/map?a=1&b=2'],
  legend: { needs: 'needs', cable: 'cable', cause: 'cause', way: 'way', consequence: 'consequence' },
  locale: 'de',
};

/** Places without ELK: names decide nothing about them. */
function drawn(seen: MapView): Layout {
  const cells = seen.systems.map(({ id }, index) => ({
    cell: { type: 'system' as const, id },
    x: 40,
    y: 80 + index * 60,
    ...CELL,
  }));
  const site = { id: 'site', empty: false, x: 8, y: 8, width: 300, height: 100 + cells.length * 60 };
  const wire = { id: 'w', from: 'a', to: 'b', links: seen.links, cables: seen.cables };
  const points = [
    { x: 140, y: 132 },
    { x: 140, y: 140 },
  ];
  return {
    width: 316,
    height: site.height + 16,
    sites: [site],
    blocks: [{ block: { id: 'k', siteId: 'site', cells: [], columns: 1 }, ...site }],
    cells,
    wires: [{ wire, points }],
  };
}
const file = (seen: MapView, texts = TEXTS) => svgFile(drawn(seen), seen, pen, texts);

const HOSTILE = [
  '<script>alert(1)</script>',
  ']]><svg onload="alert(1)">',
  'a & b &amp; &#60;',
  `" onmouseover="alert(1)" '`,
  'خادم الملفات ١',
  '\u202Egnp.exe\u202C',
  'x'.repeat(200),
  '👩‍👩‍👧‍👦'.repeat(60),
  'nul\u0000 bell\u0007 half \uD800 end',
  'two\nlines\tand tabs',
  '$ink',
  '',
];

describe('the map as an SVG file', () => {
  it('is well-formed, safe and complete with hostile names', () => {
    for (const name of HOSTILE) {
      const seen = view({
        sites: [{ id: 'site', name, networks: [name] }],
        systems: [system('a', { name }), system('b', { name, status: 'critical', part: 'cause' })],
        links: [link('b a')],
        cables: [{ ...cable('a b'), fromPort: name }],
      });
      const elements = parse(file(seen, { ...TEXTS, title: name, source: [name] }));
      for (const { tag, attributes } of elements) {
        assert.ok(ALLOWED.has(tag), tag);
        for (const [attribute, value] of Object.entries(attributes)) {
          assert.doesNotMatch(attribute, /^on|href|style|class/);
          assert.doesNotMatch(value, /var\(|url\(|\$|javascript:/);
        }
      }
      const texts = elements.filter(({ tag }) => tag === 'text').map(({ text }) => text);
      const shown = fitText(name, CELL.width - 50, 14, 600, pen.measure);
      assert.ok(texts.filter((text) => text === shown).length >= 2, JSON.stringify([name, shown, texts]));
    }
  });
  it('is well-formed whatever a name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        parse(file(view({ systems: [system('a', { name })] }), { ...TEXTS, title: name }));
      }),
      { numRuns: 100 },
    );
  });
  it('stands alone: title, source, date, language, legend, light colours, no reference to anything', () => {
    const content = file(view({ systems: [system('a')], links: [], cables: [] }));
    const [root, ...elements] = parse(content);
    assert.equal(root!.attributes.xmlns, 'http://www.w3.org/2000/svg');
    assert.equal(root!.attributes['xml:lang'], 'de');
    assert.match(root!.attributes['font-family']!, /sans-serif$/);
    const texts = elements.map(({ text }) => text);
    for (const wanted of [
      TEXTS.title,
      TEXTS.subtitle,
      ...TEXTS.source,
      ...Object.values(TEXTS.legend),
      'a',
      'ok',
    ])
      assert.ok(texts.includes(wanted), wanted);
    const colors = elements.flatMap(({ attributes: { fill, stroke } }) => [fill, stroke]);
    for (const color of colors) assert.match(color ?? 'none', /^(none|#[0-9a-f]{6})$/);
    assert.doesNotMatch(content.replace('http://www.w3.org/2000/svg', ''), /href|@import|<style|http:/);
  });
  it('puts the legend on as many lines as it needs', () => {
    const long = Object.fromEntries(
      Object.keys(TEXTS.legend).map((id) => [id, 'words '.repeat(12)]),
    ) as typeof TEXTS.legend;
    const [root, ...elements] = parse(file(view({ systems: [system('a')] }), { ...TEXTS, legend: long }));
    const width = Number(root!.attributes.width);
    for (const { tag, attributes } of elements)
      if (tag === 'text') assert.ok(Number(attributes.x) + Number(attributes.textLength) <= width);
  });
  it('has a name that every file system takes', () => {
    assert.equal(fileName('Müller & Söhne GmbH', '2026-12-01'), 'map-mueller-soehne-gmbh-2026-12-01');
    assert.equal(fileName('../../etc/passwd', '2026-12-01'), 'map-etc-passwd-2026-12-01');
    assert.equal(fileName('株式会社', '2026-12-01'), 'map-2026-12-01');
    assert.ok(fileName('x'.repeat(500), '2026-12-01').length < 80);
  });
});

describe('texts that have to fit', () => {
  const measure = pen.measure;
  it('keep their start and their end', () => {
    assert.equal(fitText('short', 200, 14, 600, measure), 'short');
    const cut = fitText('workstation-accounting-hall-2-0017', 150, 14, 600, measure);
    assert.match(cut, /^workstat.*…-0017$/);
    assert.ok(measure(cut, 14, 600) <= 150);
  });
  it('are never cut inside of a letter, and never too wide', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 60, max: 300 }),
        (name, width) => {
          const cut = fitText(name, width, 14, 600, measure);
          assert.ok(cut.isWellFormed());
          if (cut !== cleanName(name) && !/[^\u0020-\u024F…]/.test(cut))
            assert.ok(measure(cut, 14, 600) <= width);
        },
      ),
      { numRuns: 300 },
    );
  });
});
