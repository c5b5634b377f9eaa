import type { Level, Priority } from './schema.ts';

const RANK: Record<Level, number> = { low: 0, medium: 1, high: 2 };

/** Impact x urgency, the usual matrix of the field: high/high is 1, low/low is 4. */
export function priorityOf(impact: Level, urgency: Level): Priority {
  const sum = RANK[impact] + RANK[urgency];
  return sum >= 4 ? 1 : sum === 3 ? 2 : sum === 2 ? 3 : 4;
}
