import type { Permission, Role } from '../tenancy/permissions.ts';
import type { Minimum, PersonChannel, Severity, Topic } from './schema.ts';

/** What must be allowed to hear of a topic at all: a message never says more than its reader may open. */
export const TOPIC_PERMISSION: Readonly<Record<Topic, Permission>> = {
  alert: 'alert.read',
  ticket: 'ticket.read',
  'own-ticket': 'ticket.read',
  operation: 'settings.read',
};

/** Which topic a kind of message belongs to; `personally`: the receiver was named, not only its role. */
export function topicOf(kind: string, personally: boolean): Topic {
  const subject = kind.split('.')[0];
  if (subject === 'alert') return 'alert';
  if (subject === 'ticket') return personally ? 'own-ticket' : 'ticket';
  return 'operation';
}

export type Preferences = Readonly<Record<Topic, Readonly<Record<PersonChannel, Minimum>>>>;

const everywhere = (
  alert: Minimum,
  ticket: Minimum,
  ownTicket: Minimum,
  operation: Minimum,
): Preferences => ({
  alert: { console: 'info', mail: alert },
  ticket: { console: 'info', mail: ticket },
  'own-ticket': { console: 'info', mail: ownTicket },
  operation: { console: 'info', mail: operation },
});

/**
 * Mail interrupts, so by default it is for what needs this person: critical alerts for those who can act on them,
 * tickets for those who are named in them, a broken platform for its owner. The console shows everything.
 */
export const DEFAULT_PREFERENCES: Readonly<Record<Role, Preferences>> = {
  owner: everywhere('critical', 'off', 'info', 'warning'),
  technician: everywhere('critical', 'off', 'info', 'critical'),
  auditor: everywhere('off', 'off', 'info', 'off'),
  management: everywhere('off', 'off', 'info', 'off'),
  'it-coordinator': everywhere('critical', 'off', 'info', 'off'),
  employee: everywhere('off', 'off', 'info', 'off'),
};

/** What a person chose, by `topic channel`; the rest follows from the role. */
export type ChosenPreferences = Readonly<Record<string, Minimum>>;

export function minimumFor(
  role: Role,
  chosen: ChosenPreferences,
  topic: Topic,
  channel: PersonChannel,
): Minimum {
  return chosen[`${topic} ${channel}`] ?? DEFAULT_PREFERENCES[role][topic][channel];
}

const RANK: Readonly<Record<Minimum, number>> = { info: 0, warning: 1, critical: 2, off: 3 };

export const reaches = (severity: Severity, minimum: Minimum): boolean => RANK[severity] >= RANK[minimum];
