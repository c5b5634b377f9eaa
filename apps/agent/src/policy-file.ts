import { parse } from 'smol-toml';
import * as z from 'zod/mini';
import { AgentError, reasonOf } from './errors.ts';
import { CHECK_KINDS, DAY_MS, JOB_KINDS, MEGABYTE, NO_POLICY, type Policy, SECTIONS } from './policy.ts';

const folders = z
  .array(z.string().check(z.regex(/^(\/|[A-Za-z]:[\\/])/), z.maxLength(1000)))
  .check(z.maxLength(20));

const policySchema = z.strictObject({
  deny: z._default(
    z.strictObject({
      checks: z._default(z.array(z.enum([...CHECK_KINDS, 'all'])), []),
      inventory: z._default(z.array(z.enum([...SECTIONS, 'all'])), []),
      jobs: z._default(z.array(z.enum(JOB_KINDS)), []),
    }),
    { checks: [], inventory: [], jobs: [] },
  ),
  allow: z._default(
    z.strictObject({
      /** Folders whose monitoring plugins the server may have run. */
      plugins: z.optional(folders),
      /** Folders of logs, instead of /var/log. */
      logs: z.optional(folders),
      /** The server may have the neighbours in the host's own networks looked for. */
      discovery: z.optional(z.boolean()),
    }),
    {},
  ),
  limits: z._default(
    z.strictObject({
      /** Never sample more often than this. */
      sample_interval_seconds: z.optional(z.int().check(z.minimum(5), z.maximum(300))),
      /** Never accept more checks than this. */
      checks: z.optional(z.int().check(z.minimum(0), z.maximum(2000))),
      /** Never run a check more often than this. */
      check_interval_seconds: z.optional(z.int().check(z.minimum(1), z.maximum(86_400))),
      buffer_megabytes: z.optional(z.int().check(z.minimum(1), z.maximum(256))),
      buffer_days: z.optional(z.int().check(z.minimum(1), z.maximum(7))),
    }),
    {},
  ),
});

/** What each key takes, for the message about a wrong one. */
const EXAMPLES: Readonly<Record<string, string>> = {
  deny: '[deny]\ninventory = ["sessions"]',
  'deny.checks': `checks = ["http", "tcp"]   # any of ${[...CHECK_KINDS, 'all'].join(', ')}`,
  'deny.inventory': `inventory = ["sessions"]   # any of ${[...SECTIONS, 'all'].join(', ')}`,
  'deny.jobs': 'jobs = ["all"]',
  allow: '[allow]\nplugins = ["/usr/lib/nagios/plugins"]',
  'allow.plugins': 'plugins = ["/usr/lib/nagios/plugins"]   # absolute paths',
  'allow.logs': 'logs = ["/var/log", "/srv/app/logs"]   # absolute paths',
  'allow.discovery': 'discovery = true',
  limits: '[limits]\nsample_interval_seconds = 60',
  'limits.sample_interval_seconds': 'sample_interval_seconds = 60   # 5 to 300',
  'limits.checks': 'checks = 50   # 0 to 2000',
  'limits.check_interval_seconds': 'check_interval_seconds = 30   # 1 to 86400',
  'limits.buffer_megabytes': 'buffer_megabytes = 64   # 1 to 256',
  'limits.buffer_days': 'buffer_days = 3   # 1 to 7',
};

/** @throws AgentError RA_POLICY_INVALID */
export function parsePolicy(text: string, source: string): Policy {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new AgentError('RA_POLICY_INVALID', `${source} is not valid TOML: ${reasonOf(error)}`);
  }
  const parsed = policySchema.safeParse(raw);
  if (!parsed.success) throw invalid(source, parsed.error.issues[0]);
  const { deny, allow, limits } = parsed.data;
  return {
    source,
    deniedChecks: new Set(deny.checks.includes('all') ? CHECK_KINDS : deny.checks.filter((k) => k !== 'all')),
    deniedSections: new Set(
      deny.inventory.includes('all') ? SECTIONS : deny.inventory.filter((s) => s !== 'all'),
    ),
    jobsDenied: deny.jobs.length > 0,
    minSampleIntervalMs: (limits.sample_interval_seconds ?? 5) * 1000,
    minCheckIntervalMs: (limits.check_interval_seconds ?? 1) * 1000,
    maxChecks: limits.checks ?? NO_POLICY.maxChecks,
    bufferBytes: limits.buffer_megabytes ? limits.buffer_megabytes * MEGABYTE : NO_POLICY.bufferBytes,
    pluginFolders: allow.plugins ?? NO_POLICY.pluginFolders,
    logFolders: allow.logs ?? NO_POLICY.logFolders,
    discovery: allow.discovery ?? false,
    bufferAgeMs: limits.buffer_days ? limits.buffer_days * DAY_MS : NO_POLICY.bufferAgeMs,
  };
}

function invalid(source: string, issue: z.core.$ZodIssue | undefined): AgentError {
  const path = (issue?.path ?? []).filter((part) => typeof part === 'string').join('.');
  if (issue?.code === 'unrecognized_keys') {
    const key = [path, issue.keys[0]].filter(Boolean).join('.');
    const known = Object.keys(EXAMPLES).filter((k) => (path ? k.startsWith(`${path}.`) : !k.includes('.')));
    return new AgentError(
      'RA_POLICY_INVALID',
      `${source}: the key "${key}" is unknown.`,
      `Known here: ${known.join(', ')}. Example:\n${EXAMPLES[known[0] ?? 'deny']}`,
    );
  }
  return new AgentError(
    'RA_POLICY_INVALID',
    `${source}: "${path || 'the file'}" ${problem(issue)}.`,
    `Example:\n${EXAMPLES[path] ?? EXAMPLES.deny}`,
  );
}

function problem(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    default:
      return 'is not allowed';
  }
}
