import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MESSAGES, type MessageKey, type MessageParams, renderMessage } from './messages.ts';
import { formatMinutes, formatTime } from './words.ts';

const ticket = { client: 'Müller', number: 'MUE-1', title: 'Drucker' };
const alert = {
  client: 'Müller',
  asset: 'srv-01',
  site: 'Werk',
  check: 'Speicher',
  problem: { de: '/srv auf srv-01 ist zu 97 % voll', en: '/srv on srv-01 is 97% full' },
  severity: 'critical',
} as const;
const at = '2026-07-01T10:00:00.000Z';
const link = { name: 'Max', client: 'Müller', by: 'Ada', expiresAt: at };

const SAMPLES: { [K in MessageKey]: MessageParams<K> } = {
  'alert.raised': { ...alert, at, rule: { de: 'gemessen 97 %', en: 'measured 97%' } },
  'alert.resolved': { ...alert, minutes: 90, end: { de: 'nur noch 60 %', en: 'down to 60%' } },
  'ticket.created': { ...ticket, priority: 2, dueAt: at },
  'ticket.assigned': { ...ticket, priority: 2, dueAt: at, by: 'Ada' },
  'ticket.message': { ...ticket, author: 'Ada', excerpt: 'Hallo' },
  'ticket.solved': { ...ticket, by: 'Ada' },
  'ticket.response-due': { ...ticket, dueAt: at },
  'ticket.response-missed': { ...ticket, dueAt: at },
  'agent.cloned': { client: 'Müller', asset: 'srv-01' },
  'agent.dropped': { client: 'Müller', asset: 'srv-01', batches: 3 },
  'webhook.disabled': { name: 'Chat' },
  'audit.broken': { client: 'Müller', seq: 3, problem: 'altered' },
  'invitation.created': link,
  'password-reset.created': link,
  'person.credentials-changed': { what: 'password.changed', at },
  'mail.test': { by: 'Ada' },
  'alert.escalated': { ...alert, policy: 'Nacht', step: 2, round: 2 },
  'alert.grouped': { client: 'Müller', count: 12, problems: [alert.problem] },
  'alarms.noise': {
    days: 7,
    rules: [{ client: 'Müller', asset: 'srv-01', check: 'Speicher', alerts: 9, short: 7 }],
  },
  'channel.test': { by: 'Ada', name: 'Handy' },
};

describe('messages', () => {
  for (const key of Object.keys(MESSAGES) as MessageKey[]) {
    it(`${key}: complete in both languages, and not the same in both`, () => {
      const [de, en] = (['de', 'en'] as const).map((locale) => {
        // As they come out of the database.
        const { subject, lines } = renderMessage(locale, key, JSON.parse(JSON.stringify(SAMPLES[key])));
        const text = [subject, ...lines].join('\n');
        assert.ok(subject.length > 0 && subject.length < 120, subject);
        assert.doesNotMatch(text, /undefined|null|NaN|Invalid|\[object/);
        return text;
      });
      assert.notEqual(de, en);
    });
  }
  it('that a newer version left are shown by their key', () => {
    assert.deepEqual(renderMessage('de', 'later.kind', {}), { subject: 'later.kind', lines: [] });
    assert.deepEqual(renderMessage('de', 'constructor', {}), { subject: 'constructor', lines: [] });
  });
  it('show times where the site is', () => {
    assert.equal(formatTime('de', at), '01.07.2026, 12:00');
    assert.equal(formatTime('de', at, 'America/New_York'), '01.07.2026, 06:00');
    assert.equal(formatTime('en', at), '1 Jul 2026, 12:00');
  });
  it('show lengths of time in two units at most', () => {
    const lengths = [0, 1.9, 59, 60, 61, 1440, 2 * 1440 + 180 + 5];
    assert.deepEqual(
      lengths.map((minutes) => formatMinutes('de', minutes)),
      ['unter 1 Min.', '1 Min.', '59 Min.', '1 Std.', '1 Std. 1 Min.', '1 Tag', '2 Tage 3 Std.'],
    );
    assert.equal(formatMinutes('en', 1441), '1 day 1 min');
  });
});
