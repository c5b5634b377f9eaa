import * as z from 'zod/mini';
import { dataPaths } from './data/folder.ts';
import { loadIdentity } from './data/identity.ts';
import { askAgent } from './lock.ts';

const optionalNumber = z.optional(z.number());

/** What comes over the socket of a running agent (see AgentStatus). */
const statusSchema = z.object({
  pid: z.number(),
  version: z.string(),
  startedAt: z.number(),
  agentId: z.string(),
  serverUrl: z.string(),
  clientName: z.string(),
  siteName: z.string(),
  state: z.enum(['connecting', 'connected', 'waiting', 'stopped']),
  connectedSince: optionalNumber,
  lastAckAt: optionalNumber,
  skewMs: optionalNumber,
  lastError: z.optional(z.string()),
  retryAt: optionalNumber,
  bufferedBatches: z.number(),
  bufferBytes: z.number(),
  sampleIntervalMs: z.number(),
  checks: z.number(),
  discovery: z.optional(z.string()),
  policy: z.array(z.string()),
});
export type ReportedStatus = z.infer<typeof statusSchema>;

/** State of the agent with this data folder. */
export type AgentReport =
  | { running: true; status: ReportedStatus }
  | { running: false; enrolled: { serverUrl: string; clientName: string; siteName: string } | undefined };

/** @throws AgentError RA_IDENTITY_INVALID */
export async function agentReport(dataFolder: string): Promise<AgentReport> {
  const paths = dataPaths(dataFolder);
  const parsed = statusSchema.safeParse(await askAgent(paths));
  if (parsed.success) return { running: true, status: parsed.data };
  const identity = loadIdentity(paths);
  return {
    running: false,
    enrolled: identity && {
      serverUrl: identity.serverUrl,
      clientName: identity.clientName,
      siteName: identity.siteName,
    },
  };
}

/** Text for a terminal. @param now Unix ms */
export function describeReport(report: AgentReport, dataFolder: string, now: number): string {
  if (!report.running) {
    const { enrolled } = report;
    return enrolled
      ? `The agent is not running. Enrolled with ${enrolled.serverUrl} (${enrolled.clientName}, ${enrolled.siteName}).\n`
      : `No agent is enrolled in ${dataFolder}.\n`;
  }
  const s = report.status;
  const connection =
    s.state === 'connected'
      ? `connected since ${iso(s.connectedSince)}`
      : `${s.state}${s.retryAt ? `, next attempt in ${Math.max(0, Math.ceil((s.retryAt - now) / 1000))} s` : ''}`;
  const rows: [string, string | undefined][] = [
    ['Agent', `${s.version}, process ${s.pid}, running since ${iso(s.startedAt)}`],
    ['Client, site', `${s.clientName}, ${s.siteName}`],
    ['Server', s.serverUrl],
    ['Connection', connection],
    ['Last problem', s.lastError],
    ['Acknowledged', s.lastAckAt === undefined ? 'nothing yet' : `last at ${iso(s.lastAckAt)}`],
    ['Buffer', `${s.bufferedBatches} batches not delivered, ${(s.bufferBytes / 1024).toFixed(0)} kB on disk`],
    ['Clock', describeSkew(s.skewMs)],
    ['Work', `samples every ${s.sampleIntervalMs / 1000} s, ${s.checks} checks`],
    ['Discovery', s.discovery],
    ["Owner's rules", s.policy.join('; ')],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([name, value]) => `${name.padEnd(14)} ${value}\n`)
    .join('');
}

function describeSkew(skewMs: number | undefined): string {
  if (skewMs === undefined) return 'not compared yet';
  return `${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead of'} the server`;
}

function iso(ms: number | undefined): string {
  return ms === undefined ? 'unknown' : new Date(ms).toISOString();
}
