/** What one mail may cost. Beyond a limit it is read in part and says so; its raw form is kept. */
export const LIMITS = {
  /** Bytes of a raw mail that are taken in whole. */
  rawBytes: 25 * 1024 * 1024,
  /** Of a larger one so much is kept. */
  keptOfLarger: 256 * 1024,
  headerBytes: 256 * 1024,
  parts: 300,
  attachments: 100,
  htmlCharacters: 2_000_000,
  textCharacters: 100_000,
  recipients: 100,
  /** For one mail, in ms; a reader that takes longer is ended. */
  timeMs: 20_000,
  /** Memory of a reader, in MiB. */
  memoryMb: 256,
} as const;
