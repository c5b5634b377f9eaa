import type { TimeWindow } from '@rettungsanker/time-windows';
import { z } from 'zod';
import type { Routes } from '../../../platform/http/routes.ts';
import { empty, id, limit } from '../../../platform/http/schemas.ts';
import {
  addMaintenance,
  addSilence,
  changeMaintenance,
  endSilence,
  listMaintenance,
  listSilences,
  type MaintenanceInput,
  removeMaintenance,
} from '../silences.ts';
import { maintenanceInput, maintenancePatch, maintenanceView, silenceInput, silenceView } from '../views.ts';

const silenceParams = z.object({ silenceId: id });
const windowParams = z.object({ maintenanceWindowId: id });

/** Silences and maintenance windows. */
export function quietRoutes(routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/silences',
    tag: 'alarms',
    summary: 'Silences that last or will begin; with past also those that are over',
    permission: 'alert.read',
    query: z.object({ past: z.enum(['true', 'false']).default('false'), limit }),
    response: z.object({ items: z.array(silenceView) }),
    handler: async (ctx, { query }) => ({
      items: await listSilences(ctx, query.past === 'true', query.limit),
    }),
  });
  routes.client({
    method: 'POST',
    url: '/silences',
    tag: 'alarms',
    summary: 'Silence alerts for a time: they are recorded, but nobody is told',
    permission: 'alert.acknowledge',
    body: silenceInput,
    response: z.object({ id }),
    handler: (ctx, { body }) => addSilence(ctx, body),
  });
  routes.client({
    method: 'DELETE',
    url: '/silences/:silenceId',
    tag: 'alarms',
    summary: 'End a silence now; what is still up is told then',
    permission: 'alert.acknowledge',
    params: silenceParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await endSilence(ctx, params.silenceId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/maintenance-windows',
    tag: 'alarms',
    summary: 'Maintenance windows with the time that runs now and the next one',
    permission: 'alert.read',
    response: z.object({ items: z.array(maintenanceView) }),
    handler: async (ctx) => ({ items: (await listMaintenance(ctx)) as z.output<typeof maintenanceView>[] }),
  });
  routes.client({
    method: 'POST',
    url: '/maintenance-windows',
    tag: 'alarms',
    summary: 'Add a recurring or single maintenance window',
    permission: 'check.manage',
    body: maintenanceInput,
    response: z.object({ id }),
    handler: (ctx, { body }) => addMaintenance(ctx, { ...body, window: body.window as TimeWindow }),
  });
  routes.client({
    method: 'PATCH',
    url: '/maintenance-windows/:maintenanceWindowId',
    tag: 'alarms',
    summary: 'Change a maintenance window, or switch it on or off',
    permission: 'check.manage',
    params: windowParams,
    body: maintenancePatch,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await changeMaintenance(ctx, params.maintenanceWindowId, body as Partial<MaintenanceInput>);
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/maintenance-windows/:maintenanceWindowId',
    tag: 'alarms',
    summary: 'Remove a maintenance window',
    permission: 'check.manage',
    params: windowParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await removeMaintenance(ctx, params.maintenanceWindowId);
      return {};
    },
  });
}
