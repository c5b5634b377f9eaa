import { sql } from 'kysely';
import type { Context, Locale } from '../context.ts';
import { ROLE_PERMISSIONS, type Role } from '../tenancy/permissions.ts';
import { type ChosenPreferences, minimumFor, reaches, TOPIC_PERMISSION, topicOf } from './preferences.ts';
import { PERSON_CHANNELS, type PersonChannel, type Severity, type Topic } from './schema.ts';

/** Who should hear of something; whoever has no access to the client is left out. */
export interface Audience {
  /** Staff of the provider that serve this client. */
  staff?: true;
  clientRoles?: readonly Role[];
  /** Named persons: the assignee, the requester. */
  personIds?: readonly string[];
  /** Who did it and needs no message about it. */
  except?: string;
}

export interface Person {
  id: string;
  name: string;
  email: string;
  locale: Locale;
  side: 'provider' | 'client';
  role: Role;
  preferences: ChosenPreferences;
}

/** Everybody with access to the context's client, with what they chose. */
export async function peopleOf(ctx: Context): Promise<Person[]> {
  const { rows } = await sql<Person>`select * from people_of(${ctx.clientId})`.execute(ctx.tx);
  return rows;
}

export interface Receiver {
  person: Person;
  topic: Topic;
  channels: PersonChannel[];
}

/**
 * Chooses persons by audience, then by permission, then by what they want to hear.
 * @param aboutThem it is about the persons themselves: no permission and no preference stands before it
 */
export function chooseReceivers(
  people: readonly Person[],
  audience: Audience,
  kind: string,
  severity: Severity,
  aboutThem: boolean,
): Receiver[] {
  return people.flatMap((person) => {
    if (person.id === audience.except) return [];
    const personally = audience.personIds?.includes(person.id) ?? false;
    const byRole =
      person.side === 'provider'
        ? audience.staff === true
        : (audience.clientRoles?.includes(person.role) ?? false);
    if (!personally && !byRole) return [];
    const topic = topicOf(kind, personally);
    if (aboutThem) return [{ person, topic, channels: [...PERSON_CHANNELS] }];
    if (!ROLE_PERMISSIONS[person.role].has(TOPIC_PERMISSION[topic])) return [];
    const channels = PERSON_CHANNELS.filter((channel) =>
      reaches(severity, minimumFor(person.role, person.preferences, topic, channel)),
    );
    return channels.length > 0 ? [{ person, topic, channels }] : [];
  });
}

export interface WebhookReceiver {
  clientId: string;
  id: string;
}

/**
 * Webhooks that take this kind. The provider hears of everything; a webhook of the client hears only what somebody
 * on the client's side is meant to hear.
 */
export async function chooseWebhooks(
  ctx: Context,
  kind: string,
  audience: Audience,
): Promise<WebhookReceiver[]> {
  const { rows } = await sql<
    WebhookReceiver & { kinds: string[]; ofProvider: boolean }
  >`select * from webhooks_for(${ctx.clientId})`.execute(ctx.tx);
  const forClient = (audience.clientRoles?.length ?? 0) > 0;
  return rows.filter((hook) => (hook.ofProvider || forClient) && takesKind(hook.kinds, kind));
}

export function takesKind(kinds: readonly string[], kind: string): boolean {
  return kinds.length === 0 || kinds.includes(kind) || kinds.includes(`${kind.split('.')[0]}.*`);
}
