import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Access } from '../tenancy/access.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../tenancy/permissions.ts';
import { DEFAULT_PREFERENCES, TOPIC_PERMISSION } from './preferences.ts';
import { type Minimum, PERSON_CHANNELS, type PersonChannel, TOPICS, type Topic } from './schema.ts';

export interface MyPreference {
  topic: Topic;
  channel: PersonChannel;
  minimum: Minimum;
  /** What holds without a choice. */
  default: Minimum;
}

/**
 * Every topic that the person may hear of, on every channel. Somebody with several roles sees the defaults of the
 * first one in the order of ROLES; messages use the role held in their client.
 */
export async function getMyPreferences(db: Kysely<Tables>, access: Access): Promise<MyPreference[]> {
  const rows = await db
    .selectFrom('notificationPreference')
    .select(['topic', 'channel', 'minimum'])
    .where('personId', '=', access.personId)
    .execute();
  const chosen = new Map(rows.map((row) => [`${row.topic} ${row.channel}`, row.minimum]));
  const held = new Set([...access.clients.values()].map((client) => client.role));
  const roles: Role[] = ROLES.filter((role) => held.has(role));
  return TOPICS.flatMap((topic) => {
    const role = roles.find((candidate) => ROLE_PERMISSIONS[candidate].has(TOPIC_PERMISSION[topic]));
    if (!role) return [];
    return PERSON_CHANNELS.map((channel) => {
      const byRole = DEFAULT_PREFERENCES[role][topic][channel];
      return { topic, channel, minimum: chosen.get(`${topic} ${channel}`) ?? byRole, default: byRole };
    });
  });
}

/** Stores what was chosen; null goes back to the default. */
export async function putMyPreferences(
  db: Kysely<Tables>,
  personId: string,
  choices: readonly { topic: Topic; channel: PersonChannel; minimum: Minimum | null }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const { topic, channel, minimum } of choices) {
      if (minimum === null) {
        await tx
          .deleteFrom('notificationPreference')
          .where('personId', '=', personId)
          .where('topic', '=', topic)
          .where('channel', '=', channel)
          .execute();
        continue;
      }
      await tx
        .insertInto('notificationPreference')
        .values({ personId, topic, channel, minimum })
        .onConflict((conflict) => conflict.columns(['personId', 'topic', 'channel']).doUpdateSet({ minimum }))
        .execute();
    }
  });
}
