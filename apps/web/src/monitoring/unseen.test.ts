import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unseenText } from './unseen.ts';

const t = ((key: string, values: object = {}) => `${key} ${Object.values(values).join('|')}`.trim()) as never;
const format = { dateTime: (at: Date) => at.toISOString().slice(11, 16) } as never;
const state = (code: string | null) => ({ code, lastAt: '2026-12-01T08:30:00.000Z' });
const own = { assetId: 'a', name: 'nas' };
const probe = { assetId: 'p', name: 'gateway' };
const server = { assetId: null, name: null };
const text = (places: (typeof own | typeof server)[], code: string | null = 'RA_CHECK_UNSEEN') =>
  unseenText(t, format, { assetId: 'a', places }, state(code));

test('says since when nobody looks, and because of whom', () => {
  assert.equal(text([probe]), 'monitoring.unseen.probe 08:30|gateway');
  assert.equal(text([own]), 'monitoring.unseen.own 08:30');
  assert.equal(text([]), 'monitoring.unseen.own 08:30');
  assert.equal(text([server]), 'monitoring.unseen.server 08:30');
  assert.match(text([probe, server])!, /^monitoring\.unseen\.two 08:30\|gateway, /);
  assert.equal(text([probe], 'RA_CHECK_OVERDUE'), 'monitoring.unseen.overdue 08:30|gateway');
});

test('says nothing where somebody looks', () => {
  assert.equal(text([probe], null), undefined);
  assert.equal(text([probe], 'RA_CHECK_TIMEOUT'), undefined);
  const never = { code: 'RA_CHECK_UNSEEN', lastAt: null };
  assert.equal(unseenText(t, format, { assetId: 'a', places: [probe] }, never), undefined);
});
