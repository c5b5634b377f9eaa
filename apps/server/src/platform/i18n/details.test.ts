import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesOf } from '../audit/changes.ts';
import { describeDetails, idsIn } from './details.ts';

const NORD = '018f0000-0000-7000-8000-00000000000a';
const SUED = '018f0000-0000-7000-8000-00000000000b';
const GONE = '018f0000-0000-7000-8000-00000000000c';
const names: Record<string, string> = { [NORD]: 'Nord', [SUED]: 'Süd' };
const told = (details: Record<string, unknown>, locale: 'de' | 'en' = 'de') =>
  describeDetails({ locale, nameOf: (id) => names[id] }, details).map(({ label, from, to }) =>
    from === undefined ? `${label}: ${to}` : `${label}: ${from} -> ${to}`,
  );

describe('details for people', () => {
  it('a change says what it was and what it is, in words', () => {
    const before = { importance: 'normal', siteId: NORD, archived: false, intervalMs: 30_000, notes: 'x' };
    const after = { importance: 'high', siteId: SUED, archived: true, intervalMs: 300_000, notes: 'x' };
    assert.deepEqual(told(changesOf(before, after)), [
      'Wichtigkeit: normal -> hoch',
      'Standort: Nord -> Süd',
      'Außer Betrieb: nein -> ja',
      'Abstand: 30 s -> 5 Min.',
    ]);
    assert.deepEqual(told(changesOf(before, { importance: 'low' }), 'en'), ['Importance: normal -> low']);
    assert.deepEqual(changesOf(before, { importance: undefined, notes: 'x' }), {});
  });
  it('whole objects are told field by field, settings in settings too', () => {
    assert.deepEqual(
      told({ from: { role: 'technician', serves: 'all' }, to: { role: 'owner', serves: 'all' } }),
      ['Rolle: Techniker -> Inhaber'],
    );
    assert.deepEqual(
      told({ config: { from: { url: 'a', timeoutMs: 1000 }, to: { url: 'b', timeoutMs: 1000 } } }),
      ['Adresse: a -> b'],
    );
    assert.deepEqual(told({ os: { name: 'Debian', version: '12' } }), ['Name: Debian', 'Version: 12']);
  });
  it('a rule is one line, what is too much for one says that it is new', () => {
    const level = { severity: 'critical', threshold: 93, recovery: 90 };
    const rule = { condition: { kind: 'value', direction: 'above', levels: [level] }, forMs: 0 };
    const status = { condition: { kind: 'status', failed: 'warning' } };
    assert.deepEqual(told({ rule: { from: rule, to: status } }), [
      'Regel: kritisch über 93 -> Ausfall ist Warnung',
    ]);
    assert.deepEqual(told({ weekly: { monday: [] } }), ['Geschäftszeiten: neu festgelegt']);
  });
  it('what says nothing to people is left out, and what is gone has no id', () => {
    assert.deepEqual(told({ checkId: NORD, target: { x: 1 }, note: '', name: null, networks: [] }), []);
    assert.deepEqual(told({ assigneeId: { from: GONE, to: null } }), ['Zuständig: gelöscht -> null']);
    assert.deepEqual(told({ networks: ['10.0.0.0/8', '192.168.0.0/16'] }), [
      'Netze: 10.0.0.0/8, 192.168.0.0/16',
    ]);
  });
  it('a state is that of a ticket, or the one a site lies in', () => {
    assert.deepEqual(told({ state: { from: 'new', to: 'solved' } }), ['Zustand: neu -> gelöst']);
    assert.deepEqual(told({ state: { from: null, to: 'BY' } }), ['Bundesland: null -> BY']);
  });
  it('ids are found wherever they stand', () => {
    assert.deepEqual(idsIn({ a: { from: NORD, to: [SUED, 'x'] }, b: 3, c: null }), [NORD, SUED]);
  });
});
