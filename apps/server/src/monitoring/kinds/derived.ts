import { z } from 'zod';
import { compilePattern } from '../series/pattern.ts';
import { SERIES_LIMITS } from '../series/types.ts';

/** Which of the series of a name are meant, by their labels; a label that is missing is ''. */
export const labelMatcher = z
  .object({
    label: z.string().min(1).max(200),
    op: z.enum(['=', '!=', '=~', '!~']).default('='),
    /** A text; with `=~` and `!~` a pattern that must match all of it. */
    value: z.string().max(SERIES_LIMITS.text),
  })
  .superRefine(({ label, op, value }, context) => {
    if (['__name__', 'asset', 'check'].includes(label))
      context.addIssue({ code: 'custom', path: ['label'], message: 'has a meaning of its own' });
    if (op === '=' || op === '!=') return;
    try {
      compilePattern(value);
    } catch {
      context.addIssue({ code: 'custom', path: ['value'], message: 'no pattern that is understood' });
    }
  });
export const labelMatchers = z.array(labelMatcher).max(10);
export type LabelMatcher = z.output<typeof labelMatcher>;

/** A value that others deliver (remote write, OpenTelemetry, Zabbix, Graphite); every series is judged by itself. */
export const deliveredConfig = z.object({
  metric: z.string().min(1).max(SERIES_LIMITS.text),
  where: labelMatchers.default([]),
  /** What of the last minutes counts. */
  take: z.enum(['last', 'average', 'least', 'most']).default('last'),
  minutes: z.number().int().min(1).max(1440).default(5),
});

/** A value that follows from a series of the system, or from one that others deliver. */
export const trendConfig = z.object({
  metric: z.string().min(1).max(SERIES_LIMITS.text),
  /** A check of the system whose value is meant, not what its agent samples. */
  checkId: z.uuid().optional(),
  /** When given, even empty: the series of that name that others deliver to the client. */
  where: labelMatchers.optional(),
  of: z.discriminatedUnion('kind', [
    /** Change per second over the last minutes. */
    z.object({
      kind: z.literal('rate'),
      minutes: z.number().int().min(2).max(1440).default(10),
      counter: z.boolean().default(false),
      bits: z.union([z.literal(32), z.literal(64)]).optional(),
    }),
    /** Days until the limit is reached, from the trend of the last hours. */
    z.object({
      kind: z.literal('forecast'),
      limit: z.number(),
      hours: z
        .number()
        .int()
        .min(6)
        .max(24 * 30)
        .default(24),
    }),
    /** Distance to what is usual at this hour of the week, in robust standard deviations. */
    z.object({
      kind: z.literal('deviation'),
      weeks: z.number().int().min(3).max(12).default(5),
      minutes: z.number().int().min(1).max(60).default(15),
    }),
  ]),
});

/** Percent of the checks of one kind that have failed, over a site, some systems, or the whole client. */
export const groupConfig = z.object({
  kind: z.string().min(1).max(50),
  siteId: z.uuid().optional(),
  assetIds: z.array(z.uuid()).max(500).optional(),
  /** With fewer judged members nothing is said. */
  least: z.number().int().min(1).max(1000).default(2),
});
