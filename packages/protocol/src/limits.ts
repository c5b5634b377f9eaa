/** Hard limits of the wire; both ends refuse what exceeds them. */
export const LIMITS = {
  /** One WebSocket frame, bytes. Inventory of a large host (4,000 packages) is about 700 kB. */
  frameBytes: 4 * 1024 * 1024,
  /** Samples in one batch: 15 s of a host with 400 series, times the catch-up factor. */
  samplesPerBatch: 5000,
  resultsPerBatch: 1000,
  packages: 20_000,
  listItems: 5000,
  text: 2000,
  name: 255,
  /** A sample may be at most this far ahead of the server's clock after skew correction, ms. */
  futureMs: 60_000,
} as const;

/** Version of the frames; a peer with another major version is refused with RA_PROTOCOL_VERSION. */
export const PROTOCOL_VERSION = 1;
/** WebSocket path on the server, and the enrolment endpoint (HTTP POST). */
export const AGENT_SOCKET_PATH = '/agent/v1/socket';
export const AGENT_ENROL_PATH = '/agent/v1/enrol';
