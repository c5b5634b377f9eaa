import type { CheckInput } from './queries.ts';

/** Kinds that people add; the others come with every system. */
export const ADDABLE = ['service', 'process', 'http', 'tcp', 'tls', 'heartbeat'] as const;
export type AddableKind = (typeof ADDABLE)[number];

/** What the form for a new check holds; each kind uses a part of it. */
export interface CheckValues extends Record<string, unknown> {
  kind: AddableKind;
  /** Of the job that reports. */
  name: string;
  service: string;
  process: string;
  command: string;
  minimum: number;
  url: string;
  status: string;
  contains: string;
  host: string;
  port: number;
  runsOn: 'server' | 'agent';
  intervalSeconds: number;
  /** When a job reports: again and again, or by a line of a cron table. */
  schedule: 'every' | 'cron';
  periodMinutes: number;
  graceMinutes: number;
  expression: string;
  timeZone: string;
}

/** Reaches over the network, so that it matters from where. */
export const isRemote = (kind: AddableKind): boolean => kind === 'http' || kind === 'tcp' || kind === 'tls';

/** The check that the form describes; what is left empty is left out. */
export function checkInput(values: CheckValues): CheckInput {
  const { kind, intervalSeconds } = values;
  return {
    kind,
    config: configOf(values),
    ...(kind === 'heartbeat' ? { name: values.name.trim() } : { intervalMs: intervalSeconds * 1000 }),
    ...(isRemote(kind) ? { runsOn: values.runsOn } : {}),
  };
}

function configOf(values: CheckValues): Record<string, unknown> {
  switch (values.kind) {
    case 'service':
      return { service: values.service.trim() };
    case 'process': {
      const name = values.process.trim();
      const commandContains = values.command.trim();
      return {
        ...(name ? { name } : {}),
        ...(commandContains ? { commandContains } : {}),
        minimum: values.minimum,
      };
    }
    case 'http':
      return {
        url: values.url.trim(),
        status: values.status,
        ...(values.contains ? { contains: values.contains } : {}),
      };
    case 'heartbeat': {
      const graceSeconds = Math.round(values.graceMinutes * 60);
      return values.schedule === 'cron'
        ? { type: 'cron', expression: values.expression.trim(), timeZone: values.timeZone, graceSeconds }
        : { type: 'every', periodSeconds: Math.round(values.periodMinutes * 60), graceSeconds };
    }
    default:
      return { host: values.host.trim(), port: values.port };
  }
}
