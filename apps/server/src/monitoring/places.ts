import type { CheckStatus } from '@rettungsanker/alert-rules';

/** Who executes a check, as it is stored. */
export interface Placement {
  assetId: string;
  runsOn: 'server' | 'agent' | 'samples';
  /** The system whose agent does it; null: the checked system's own. */
  probeId: string | null;
  secondRunsOn: 'server' | 'agent' | null;
  secondProbeId: string | null;
}
export const PLACEMENT_COLUMNS = ['assetId', 'runsOn', 'probeId', 'secondRunsOn', 'secondProbeId'] as const;

/** `server`, or the id of the system whose agent looks. */
export type Place = string;

/** Where a check is executed: nowhere (judged from samples), at one place, or at two. */
export function placesOf(check: Placement): Place[] {
  if (check.runsOn === 'samples') return [];
  const first = check.runsOn === 'server' ? 'server' : (check.probeId ?? check.assetId);
  if (!check.secondRunsOn) return [first];
  return [first, check.secondRunsOn === 'server' ? 'server' : (check.secondProbeId ?? check.assetId)];
}

/** What one place saw. */
export interface Sight {
  /** ms since 1970 */
  at: number;
  status: CheckStatus;
  message: string;
  code: string | null;
  values: Record<string, number>;
}

/** A place that has been quiet for longer has no say: three intervals, and half a minute for the way. */
const SAY_INTERVALS = 3;
const SAY_GRACE_MS = 30_000;

/**
 * One verdict of two places. What only one of them cannot reach is up: the way from there is broken, a warning with the
 * code RA_CHECK_ONE_PLACE. What was delivered late has its own time and no say about now. It failed when both say so, or when the other place has no say.
 */
export function agreed(mine: Sight, other: Sight | undefined, intervalMs: number): Sight {
  const hasSay =
    other !== undefined &&
    other.status !== 'unknown' &&
    Math.abs(mine.at - other.at) <= SAY_INTERVALS * intervalMs + SAY_GRACE_MS;
  if (!hasSay) return mine;
  // Later than what was judged when the other reported: a verdict of the same moment would count as known.
  const at = Math.max(mine.at, other.at + 1);
  if (mine.status === 'unknown') return { ...other, at };
  if (mine.status === other.status) return { ...mine, at };
  if (mine.status !== 'failed' && other.status !== 'failed')
    return { ...(mine.status === 'warning' ? mine : other), at };
  const failed = mine.status === 'failed' ? mine : other;
  return { ...failed, at, status: 'warning', code: 'RA_CHECK_ONE_PLACE' };
}
