/** Tamper-evident append-only log: hashes, verification and signed checkpoints; where it is stored is up to others. */
export { CANONICAL_LIMITS, canonicalJson } from './canonical-json.ts';
export {
  type ChainedEntry,
  type ChainPosition,
  chainEntry,
  chainStart,
  entryHash,
  genesis,
} from './chain.ts';
export {
  type Checkpoint,
  checkpointMessage,
  type SignedCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';
export { ChainError, type ChainErrorCode } from './errors.ts';
export {
  type BreakReason,
  type ChainBreak,
  type ChainReport,
  type VerifyOptions,
  verifyChain,
  verifyChainSync,
} from './verify.ts';
