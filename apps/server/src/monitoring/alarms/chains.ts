import type { Schedule, Substitution } from '@rettungsanker/on-call';
import { onCallAt } from '@rettungsanker/on-call';
import type { Context } from '../../platform/context.ts';
import type { ChannelReceiver } from '../../platform/notify/index.ts';
import { type Matched, matches } from './matcher.ts';
import type { EscalationTarget, Policy, PolicyMatcher } from './schema.ts';

/** The escalation chains of one client, or of the provider, with all that their steps may name. */
export interface Chains {
  clientId: string;
  policies: readonly {
    id: string;
    name: string;
    matcher: PolicyMatcher;
    policy: Policy;
    createdAt: Date;
  }[];
  schedules: ReadonlyMap<string, { schedule: Schedule; substitutions: readonly Substitution[] }>;
  phones: ReadonlyMap<string, string>;
  /** Numbers by channel; none for what is not a gateway. */
  channels: ReadonlyMap<string, readonly string[]>;
}

/** @param ctx of the client that they belong to */
export async function loadChains(ctx: Context): Promise<Chains> {
  const policies = await ctx.tx
    .selectFrom('escalationPolicy')
    .select(['id', 'name', 'matcher', 'policy', 'createdAt'])
    .where('clientId', '=', ctx.clientId)
    .where('enabled', '=', true)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const schedules = await ctx.tx
    .selectFrom('onCallSchedule')
    .select(['id', 'schedule'])
    .where('clientId', '=', ctx.clientId)
    .execute();
  const substitutions = await loadSubstitutions(ctx);
  const contacts = await ctx.tx
    .selectFrom('onCallContact')
    .select(['personId', 'phone'])
    .where('clientId', '=', ctx.clientId)
    .execute();
  const channels = await ctx.tx
    .selectFrom('notifyChannel')
    .select(['id', 'receivers'])
    .where('clientId', '=', ctx.clientId)
    .where('enabled', '=', true)
    .execute();
  return {
    clientId: ctx.clientId,
    policies: policies.map((row) => ({
      ...row,
      matcher: row.matcher as PolicyMatcher,
      policy: row.policy as Policy,
    })),
    schedules: new Map(
      schedules.map(({ id, schedule }) => [
        id,
        { schedule: schedule as Schedule, substitutions: substitutions.get(id) ?? [] },
      ]),
    ),
    phones: new Map(contacts.map(({ personId, phone }) => [personId, phone])),
    channels: new Map(channels.map(({ id, receivers }) => [id, receivers])),
  };
}

/** Those that are not over, by schedule, in the order in which they were entered. */
export async function loadSubstitutions(ctx: Context): Promise<Map<string, Substitution[]>> {
  const rows = await ctx.tx
    .selectFrom('onCallSubstitution')
    .select(['scheduleId', 'personId', 'replacesId', 'startsAt', 'endsAt'])
    .where('clientId', '=', ctx.clientId)
    .where('endsAt', '>', ctx.now)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const found = new Map<string, Substitution[]>();
  for (const { scheduleId, personId, replacesId, startsAt, endsAt } of rows) {
    const list = found.get(scheduleId) ?? [];
    list.push({
      personId,
      from: startsAt.getTime(),
      to: endsAt.getTime(),
      ...(replacesId === null ? {} : { replaces: replacesId }),
    });
    found.set(scheduleId, list);
  }
  return found;
}

/** The chain for an alert: the client's own before the provider's. */
export function chainFor(chains: readonly Chains[], clientId: string, alert: Matched & { reportedAt: Date }) {
  for (const own of chains)
    for (const policy of own.policies) {
      const { clientIds } = policy.matcher;
      const meant = clientIds === undefined || clientIds.length === 0 || clientIds.includes(clientId);
      // What was told before the chain existed is known to those who made it.
      if (meant && policy.createdAt <= alert.reportedAt && matches(policy.matcher, alert))
        return { clientId: own.clientId, policy };
    }
  return undefined;
}

/** Whom a step tells at this moment. */
export function receiversOf(
  chains: Chains,
  targets: readonly EscalationTarget[],
  at: number,
): { people: string[]; channels: ChannelReceiver[] } {
  const people = new Set<string>();
  const channels = new Map<string, ChannelReceiver>();
  const addChannel = (id: string, numbers: readonly string[] | undefined): void => {
    if (numbers === undefined) return;
    if (numbers.length === 0) channels.set(id, { clientId: chains.clientId, id });
    for (const to of numbers) channels.set(`${id} ${to}`, { clientId: chains.clientId, id, to });
  };
  for (const target of targets) {
    if (target.kind === 'person') people.add(target.id);
    else if (target.kind === 'channel') addChannel(target.id, chains.channels.get(target.id));
    else {
      const found = chains.schedules.get(target.id);
      const duty = found && onCallAt(found.schedule, found.substitutions, at);
      if (!duty) continue;
      people.add(duty.personId);
      const phone = chains.phones.get(duty.personId);
      if (target.channelId !== undefined && phone !== undefined && chains.channels.has(target.channelId))
        addChannel(target.channelId, [phone]);
    }
  }
  return { people: [...people], channels: [...channels.values()] };
}
