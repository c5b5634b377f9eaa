import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROLES, type Role } from '../tenancy/permissions.ts';
import { reaches } from './preferences.ts';
import { type Audience, chooseReceivers, type Person, takesKind } from './receivers.ts';
import { MINIMUMS, SEVERITIES, type Severity } from './schema.ts';

const STAFF: readonly Role[] = ['owner', 'technician', 'auditor'];
const person = (role: Role, preferences: Person['preferences'] = {}): Person => ({
  id: role,
  name: role,
  email: `${role}@anker.example`,
  locale: 'de',
  side: STAFF.includes(role) ? 'provider' : 'client',
  role,
  preferences,
});
const everybody = ROLES.map((role) => person(role));
const told = (audience: Audience, kind: string, severity: Severity, people = everybody) =>
  Object.fromEntries(
    chooseReceivers(people, audience, kind, severity, false).map(({ person, channels }) => [
      person.role,
      channels.join(' '),
    ]),
  );
const ALL: Audience = { staff: true, clientRoles: ['management', 'it-coordinator', 'employee'] };

describe('who hears of what by default', () => {
  it('a critical alert: mail to those who act on it, the console for all who may see alerts', () => {
    assert.deepEqual(told(ALL, 'alert.raised', 'critical'), {
      owner: 'console mail',
      technician: 'console mail',
      auditor: 'console',
      management: 'console',
      'it-coordinator': 'console mail',
    });
  });
  it('a lesser alert disturbs nobody', () => {
    assert.ok(
      Object.values(told(ALL, 'alert.raised', 'warning')).every((channels) => channels === 'console'),
    );
  });
  it('a ticket: mail to those it names, the console for the rest', () => {
    const audience: Audience = { ...ALL, personIds: ['technician', 'employee'] };
    assert.deepEqual(told(audience, 'ticket.message', 'info'), {
      owner: 'console',
      technician: 'console mail',
      auditor: 'console',
      management: 'console',
      'it-coordinator': 'console',
      employee: 'console mail',
    });
  });
  it('a broken platform: its owner', () => {
    assert.deepEqual(told(ALL, 'webhook.disabled', 'warning'), {
      owner: 'console mail',
      technician: 'console',
      auditor: 'console',
      management: 'console',
    });
  });
});

describe('choosing receivers', () => {
  it('keeps to the audience', () => {
    assert.deepEqual(Object.keys(told({ staff: true }, 'ticket.created', 'info')), [...STAFF]);
    assert.deepEqual(Object.keys(told({ clientRoles: ['management'] }, 'ticket.created', 'info')), [
      'management',
    ]);
    assert.deepEqual(told({}, 'ticket.created', 'info'), {});
    assert.deepEqual(Object.keys(told({ staff: true, except: 'owner' }, 'ticket.created', 'info')), [
      'technician',
      'auditor',
    ]);
  });
  it('tells nobody what it may not read, not even by name (ASVS 8.2.1)', () => {
    assert.deepEqual(
      told({ personIds: ['employee'], clientRoles: ['employee'] }, 'alert.raised', 'critical'),
      {},
    );
  });
  it('keeps to what a person chose', () => {
    const chosen = { 'alert mail': 'warning', 'alert console': 'off' } as const;
    const people = [person('technician', chosen)];
    assert.deepEqual(told(ALL, 'alert.raised', 'warning', people), { technician: 'mail' });
    assert.deepEqual(told(ALL, 'alert.raised', 'info', people), {});
  });
  it('orders severities, and off hears nothing', () => {
    const heard = MINIMUMS.map(
      (minimum) => SEVERITIES.filter((severity) => reaches(severity, minimum)).length,
    );
    assert.deepEqual(heard, [3, 2, 1, 0]);
  });
  it('reads the kinds of a webhook', () => {
    assert.ok(takesKind([], 'alert.raised'));
    assert.ok(takesKind(['alert.*'], 'alert.raised'));
    assert.ok(takesKind(['alert.raised'], 'alert.raised'));
    assert.ok(!takesKind(['alert.resolved', 'ticket.*'], 'alert.raised'));
  });
});
