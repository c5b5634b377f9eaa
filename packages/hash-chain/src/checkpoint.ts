import { type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { assertChainId, assertPosition, type ChainPosition } from './chain.ts';
import { ChainError } from './errors.ts';

/**
 * A statement about a chain at a moment. Signed, and kept where the chain's writer cannot reach it, it shows later
 * that the end of the chain was cut off or the whole of it rewritten.
 */
export interface Checkpoint extends ChainPosition {
  readonly chainId: string;
  /** Epoch ms. */
  readonly timeMs: number;
}

export interface SignedCheckpoint extends Checkpoint {
  /** Ed25519 over `checkpointMessage`, base64url without padding. */
  readonly signature: string;
}

const LABEL = 'rettungsanker hash-chain v1 checkpoint\0';

/**
 * The bytes that are signed: a label that no other signature of the product starts with, then canonical JSON.
 * @throws ChainError RA_CHAIN_ID, RA_CHAIN_SEQ, RA_CHAIN_HASH, RA_CHAIN_TIME
 */
export function checkpointMessage(chainId: string, seq: number, hash: string, timeMs: number): Uint8Array {
  assertChainId(chainId);
  assertPosition({ seq, hash });
  if (!Number.isSafeInteger(timeMs) || timeMs < 0) {
    throw new ChainError('RA_CHAIN_TIME', 'the time of a checkpoint is epoch ms');
  }
  return Buffer.from(LABEL + canonicalJson({ chainId, seq, hash, timeMs }), 'utf8');
}

/**
 * @param privateKey Ed25519
 * @throws ChainError RA_CHAIN_KEY, or as `checkpointMessage`
 */
export function signCheckpoint(privateKey: KeyObject, checkpoint: Checkpoint): SignedCheckpoint {
  assertKey(privateKey, 'private');
  const { chainId, seq, hash, timeMs } = checkpoint;
  const signature = sign(null, checkpointMessage(chainId, seq, hash, timeMs), privateKey).toString(
    'base64url',
  );
  return { chainId, seq, hash, timeMs, signature };
}

/**
 * Whether the checkpoint was signed with the key's other half. A checkpoint with bad fields is a false one: it may
 * come from a file that anybody could write. The caller still has to compare `chainId` with the chain it means.
 * @param publicKey Ed25519
 * @throws ChainError RA_CHAIN_KEY
 */
export function verifyCheckpoint(publicKey: KeyObject, checkpoint: SignedCheckpoint): boolean {
  assertKey(publicKey, 'public');
  const { chainId, seq, hash, timeMs, signature } = checkpoint;
  if (typeof signature !== 'string') return false;
  const bytes = Buffer.from(signature, 'base64url');
  // Decoding is lenient; without this a signature could be spelled in several ways.
  if (bytes.toString('base64url') !== signature) return false;
  try {
    return verify(null, checkpointMessage(chainId, seq, hash, timeMs), publicKey, bytes);
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}

function assertKey(key: KeyObject, type: 'private' | 'public'): void {
  if (key.type !== type || key.asymmetricKeyType !== 'ed25519') {
    throw new ChainError('RA_CHAIN_KEY', `a checkpoint needs an Ed25519 ${type} key`);
  }
}
