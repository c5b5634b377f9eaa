import { z } from 'zod';

/** A value that follows from a series of the system. */
export const trendConfig = z.object({
  metric: z.string().min(1).max(100),
  /** A check of the system whose value is meant, not what its agent samples. */
  checkId: z.uuid().optional(),
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
