const DAY_MS = 86_400_000;

/** What discovery keeps and waits for. */
export const DISCOVERY_LIMITS = {
  /** Of one site; beyond that the longest unseen ones that nobody decided about are forgotten. */
  neighboursPerSite: 2048,
  linksPerSite: 8192,
  sweepsPerSite: 50,
  /** Accepted, ignored or undone at once. */
  atOnce: 100,
  /** A sweep whose probe is silent for that long has failed; the agent itself gives up after 10 minutes. */
  silentMs: 15 * 60_000,
  /** When the probe of a site's rule is not connected. */
  retryMs: 30 * 60_000,
  /** Forgotten when not seen for that long, unless somebody accepted or ignored it. */
  neighbourMs: 90 * DAY_MS,
  linkMs: 30 * DAY_MS,
  sweepMs: 90 * DAY_MS,
} as const;
