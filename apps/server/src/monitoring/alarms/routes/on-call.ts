import type { Schedule } from '@rettungsanker/on-call';
import { z } from 'zod';
import type { Routes } from '../../../platform/http/routes.ts';
import { empty, id, name, timestamp } from '../../../platform/http/schemas.ts';
import {
  addSchedule,
  addSubstitution,
  changeSchedule,
  listOnCallPeople,
  listSchedules,
  readRoster,
  removeSchedule,
  removeSubstitution,
  setContact,
} from '../on-call.ts';
import {
  addPolicy,
  changePolicy,
  listPolicies,
  type PolicyInput,
  readEscalation,
  removePolicy,
} from '../policies.ts';
import {
  escalationView,
  phone,
  policyInput,
  policyPatch,
  policyView,
  rosterView,
  scheduleSchema,
  scheduleView,
  substitutionInput,
} from '../views.ts';

const scheduleParams = z.object({ onCallScheduleId: id });
const policyParams = z.object({ escalationPolicyId: id });

/** Who is on call, and whom to tell next. */
export function onCallRoutes(routes: Routes): void {
  scheduleRoutes(routes);
  policyRoutes(routes);
}

function scheduleRoutes(routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/on-call-schedules',
    tag: 'on-call',
    summary: 'Schedules with who is on call now',
    permission: 'alert.read',
    response: z.object({ items: z.array(scheduleView) }),
    handler: async (ctx) => ({ items: (await listSchedules(ctx)) as z.output<typeof scheduleView>[] }),
  });
  routes.client({
    method: 'POST',
    url: '/on-call-schedules',
    tag: 'on-call',
    summary: 'Add a schedule',
    permission: 'settings.manage',
    body: z.object({ name, schedule: scheduleSchema }),
    response: z.object({ id }),
    handler: (ctx, { body }) => addSchedule(ctx, body.name, body.schedule as Schedule),
  });
  routes.client({
    method: 'PATCH',
    url: '/on-call-schedules/:onCallScheduleId',
    tag: 'on-call',
    summary: 'Change a schedule',
    permission: 'settings.manage',
    params: scheduleParams,
    body: z.object({ name: name.optional(), schedule: scheduleSchema.optional() }),
    response: empty,
    handler: async (ctx, { params, body }) => {
      await changeSchedule(ctx, params.onCallScheduleId, {
        name: body.name,
        schedule: body.schedule as Schedule | undefined,
      });
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/on-call-schedules/:onCallScheduleId',
    tag: 'on-call',
    summary: 'Remove a schedule that no escalation chain names',
    permission: 'settings.manage',
    params: scheduleParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await removeSchedule(ctx, params.onCallScheduleId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/on-call-schedules/:onCallScheduleId/roster',
    tag: 'on-call',
    summary: 'Who is on call from when to when, the gaps, and who stands in; 400 days at most',
    permission: 'alert.read',
    params: scheduleParams,
    query: z.object({ from: timestamp, to: timestamp }),
    response: rosterView,
    handler: async (ctx, { params, query }) =>
      (await readRoster(ctx, params.onCallScheduleId, query.from, query.to)) as z.output<typeof rosterView>,
  });
  routes.client({
    method: 'POST',
    url: '/on-call-schedules/:onCallScheduleId/substitutions',
    tag: 'on-call',
    summary: 'Let somebody stand in, for everybody or for one person',
    permission: 'alert.acknowledge',
    params: scheduleParams,
    body: substitutionInput,
    response: z.object({ id }),
    handler: (ctx, { params, body }) => addSubstitution(ctx, params.onCallScheduleId, body),
  });
  routes.client({
    method: 'DELETE',
    url: '/on-call-schedules/:onCallScheduleId/substitutions/:onCallSubstitutionId',
    tag: 'on-call',
    summary: 'Take a substitution back',
    permission: 'alert.acknowledge',
    params: scheduleParams.extend({ onCallSubstitutionId: id }),
    response: empty,
    handler: async (ctx, { params }) => {
      await removeSubstitution(ctx, params.onCallScheduleId, params.onCallSubstitutionId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/on-call-people',
    tag: 'on-call',
    summary: 'Who can be put on call, and on which telephone',
    permission: 'settings.read',
    response: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          side: z.enum(['provider', 'client']),
          phone: z.string().nullable(),
        }),
      ),
    }),
    handler: async (ctx) => ({ items: await listOnCallPeople(ctx) }),
  });
  routes.client({
    method: 'PUT',
    url: '/on-call-people/:personId/phone',
    tag: 'on-call',
    summary: 'Set or forget the telephone of somebody on call',
    permission: 'settings.manage',
    params: z.object({ personId: id }),
    body: z.object({ phone: phone.nullable() }),
    response: empty,
    handler: async (ctx, { params, body }) => {
      await setContact(ctx, params.personId, body.phone);
      return {};
    },
  });
}

function policyRoutes(routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/escalation-policies',
    tag: 'on-call',
    summary: 'Escalation chains in the order in which they are asked',
    permission: 'settings.read',
    response: z.object({ items: z.array(policyView) }),
    handler: async (ctx) => ({ items: (await listPolicies(ctx)) as z.output<typeof policyView>[] }),
  });
  routes.client({
    method: 'POST',
    url: '/escalation-policies',
    tag: 'on-call',
    summary: 'Add an escalation chain; one of the provider is for its clients as well',
    permission: 'settings.manage',
    body: policyInput,
    response: z.object({ id }),
    handler: (ctx, { body }) => addPolicy(ctx, body),
  });
  routes.client({
    method: 'PATCH',
    url: '/escalation-policies/:escalationPolicyId',
    tag: 'on-call',
    summary: 'Change an escalation chain; what runs already goes on as it began',
    permission: 'settings.manage',
    params: policyParams,
    body: policyPatch,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await changePolicy(ctx, params.escalationPolicyId, body as Partial<PolicyInput>);
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/escalation-policies/:escalationPolicyId',
    tag: 'on-call',
    summary: 'Remove an escalation chain',
    permission: 'settings.manage',
    params: policyParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await removePolicy(ctx, params.escalationPolicyId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/alerts/:alertId/escalation',
    tag: 'on-call',
    summary: 'Where the escalation of an alert stands; null when no chain is for it',
    permission: 'alert.read',
    params: z.object({ alertId: id }),
    response: z.object({ escalation: escalationView.nullable() }),
    handler: async (ctx, { params }) => ({ escalation: await readEscalation(ctx, params.alertId) }),
  });
}
