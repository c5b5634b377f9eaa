import { SEVERITIES, type Severity } from '@rettungsanker/alert-rules';
import { z } from 'zod';
import { id } from '../../platform/http/schemas.ts';

/** Which alerts of a client are meant; a list that is missing or empty excludes none. */
export interface Matcher {
  siteIds?: string[] | undefined;
  assetIds?: string[] | undefined;
  checkIds?: string[] | undefined;
  /** Kinds of checks. */
  kinds?: string[] | undefined;
  severities?: Severity[] | undefined;
}

const ids = z.array(id).max(500).optional();
export const matcherSchema = z.object({
  siteIds: ids,
  assetIds: ids,
  checkIds: ids,
  kinds: z.array(z.string().max(50)).max(100).optional(),
  severities: z.array(z.enum(SEVERITIES)).max(3).optional(),
});

/** What a matcher looks at. */
export interface Matched {
  siteId: string;
  assetId: string;
  checkId: string;
  kind: string;
  severity: Severity;
}

export function matches(matcher: Matcher, alert: Matched): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T): boolean =>
    list === undefined || list.length === 0 || list.includes(value);
  return (
    among(matcher.siteIds, alert.siteId) &&
    among(matcher.assetIds, alert.assetId) &&
    among(matcher.checkIds, alert.checkId) &&
    among(matcher.kinds, alert.kind) &&
    among(matcher.severities, alert.severity)
  );
}
