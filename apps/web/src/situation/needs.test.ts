import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Ticket } from '../helpdesk/queries.ts';
import type { Alert } from '../monitoring/queries.ts';
import { needsOf } from './needs.ts';

const now = new Date('2026-03-04T12:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

// Only the fields that decide; the rest of a row is of no interest here.
const ticket = (id: string, dueAt: string | null, state: Ticket['state'] = 'open') =>
  ({ id, dueAt, state }) as Ticket;
const alert = (id: string, severity: Alert['severity'], more: Partial<Alert> = {}) =>
  ({
    id,
    severity,
    kind: 'cpu',
    assetId: id,
    raisedAt: at(-10),
    acknowledgedAt: null,
    ticketId: null,
    ...more,
  }) as Alert;
const silent = (assetId: string) =>
  ({ assetId, lastSeenAt: at(-30) }) as Parameters<typeof needsOf>[0]['silent'][number];

it('puts the most urgent first', () => {
  const needs = needsOf(
    {
      tickets: [
        ticket('later', at(90)),
        ticket('overdue', at(-5)),
        ticket('soon', at(10)),
        ticket('whenever', null),
      ],
      alerts: [
        alert('warning', 'warning'),
        alert('taken', 'critical', { acknowledgedAt: at(-1) }),
        alert('critical', 'critical'),
      ],
      silent: [silent('mute')],
    },
    now,
  );
  assert.deepEqual(
    needs.map((need) => need.id),
    ['overdue', 'critical', 'soon', 'later', 'whenever', 'warning', 'mute', 'taken'],
  );
});

it('shows everything once', () => {
  const needs = needsOf(
    {
      tickets: [ticket('t', at(60), 'new')],
      alerts: [
        alert('with ticket', 'critical', { ticketId: 't' }),
        alert('solved ticket', 'warning', { ticketId: 'gone' }),
        alert('down', 'critical', { kind: 'availability', assetId: 'host' }),
      ],
      silent: [silent('host')],
    },
    now,
  );
  assert.deepEqual(
    needs.map((need) => [need.kind, need.id]),
    [
      ['alert', 'down'],
      ['ticket', 't'],
      ['alert', 'solved ticket'],
    ],
  );
  assert.equal(needs[1]?.kind === 'ticket' && needs[1].alert?.id, 'with ticket');
});
