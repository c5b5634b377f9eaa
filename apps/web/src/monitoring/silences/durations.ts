const MINUTE = 60_000;

/** How long to be quiet, in minutes; nobody wants to calculate an end at night. */
export const DURATIONS = ['30', '60', '240', '480', '1440', '10080'] as const;
export type Duration = (typeof DURATIONS)[number];

/** The end of a silence that begins at `from`, as the server takes it. */
export const endAfter = (from: Date, duration: Duration): string =>
  new Date(from.getTime() + Number(duration) * MINUTE).toISOString();
