import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatFor } from './format.ts';

const de = formatFor('de');
const en = formatFor('en');
const now = new Date('2026-03-04T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('numbers', () => {
  it('uses the separators of the language', () => {
    assert.equal(de.number(1234567), '1.234.567');
    assert.equal(en.number(1234567), '1,234,567');
    assert.equal(de.number(12.34), '12,3');
    assert.equal(de.percent(99.95), '100\u00a0%');
    assert.equal(de.number(99.95, 2), '99,95');
  });
  it('writes percentages as the language does', () => {
    assert.equal(en.percent(12), '12%');
  });
  it('shows sizes in powers of 1024', () => {
    assert.equal(de.bytes(16 * 1024 ** 3), '16\u00a0GiB');
    assert.equal(de.bytes(1536), '1,5\u00a0KiB');
    assert.equal(en.bytes(0), '0\u00a0B');
    assert.equal(en.measure(2048, 'B/s'), '2\u00a0KiB/s');
  });
  it('writes every unit of a metric', () => {
    assert.equal(de.measure(12.5, '%'), '12,5\u00a0%');
    assert.equal(de.measure(90, 's'), '1 Min. 30 Sek.');
    assert.equal(de.measure(3, '1/s'), '3/s');
    assert.equal(de.measure(250, 'ms'), '250\u00a0ms');
    assert.equal(de.measure(0.42, ''), '0,4');
  });
});

describe('times', () => {
  it('names the two largest units of a span', () => {
    assert.equal(de.duration(26 * 3_600_000), '1 Tg. 2 Std.');
    assert.equal(de.duration(86_400_000 + 59_000), '1 Tg.');
    assert.equal(en.duration(-90_000), '1 min 30 secs');
    assert.equal(en.duration(0), '0 secs');
  });
  it('is relative within a week and a date beyond', () => {
    assert.equal(de.relative(ago(3 * 60_000), now), 'vor 3 Min.');
    assert.equal(de.relative(ago(-2 * 3_600_000), now), 'in 2 Std.');
    assert.equal(de.relative(ago(10_000), now), 'jetzt');
    assert.equal(de.relative(ago(86_400_000), now), 'gestern');
    assert.equal(de.relative(ago(30 * 86_400_000), now), '02.02.2026');
  });
  it('shows the time of the zone it is asked for, and names a foreign zone', () => {
    const shown = de.dateTime(now, 'America/New_York');
    assert.match(shown, /04\.03\.2026, 07:00 (GMT-5|EST)/);
    assert.equal(de.time(now, 'Europe/Berlin'), '13:00');
  });
});
