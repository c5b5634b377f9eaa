import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { ChainError } from './errors.ts';

/** A place in a chain: the entry with this number has this hash. The start is number 0. */
export interface ChainPosition {
  readonly seq: number;
  readonly hash: string;
}

/** An entry as it is stored. Only `entry` says something; the rest fixes its place. */
export interface ChainedEntry extends ChainPosition {
  readonly previousHash: string;
  /** Any value that `canonicalJson` accepts. */
  readonly entry: unknown;
}

/**
 * Every hash starts with what it is for, so that no text chosen by a user can pass for one of another kind. The zero
 * byte ends the label; in an entry the previous hash follows with its fixed length, so the parts cannot be shifted.
 */
const GENESIS = 'rettungsanker hash-chain v1 genesis\0';
const ENTRY = 'rettungsanker hash-chain v1 entry\0';

/**
 * The hash before the first entry of a chain: 64 lower-case hex digits. Chains with other ids share no hash, so
 * entries cannot be moved from one to the other.
 * @param chainId 1 to 200 characters
 * @throws ChainError RA_CHAIN_ID
 */
export function genesis(chainId: string): string {
  assertChainId(chainId);
  return createHash('sha256').update(GENESIS).update(chainId, 'utf8').digest('hex');
}

/** The position before the first entry; `verifyChain` of a whole chain starts there. */
export function chainStart(chainId: string): ChainPosition {
  return { seq: 0, hash: genesis(chainId) };
}

/**
 * The hash of an entry in its place: SHA-256 over label, previous hash (32 bytes) and canonical text, as 64
 * lower-case hex digits.
 * @throws ChainError RA_CHAIN_HASH, or as `canonicalJson`
 */
export function entryHash(previousHash: string, entry: unknown): string {
  assertHash(previousHash);
  return createHash('sha256')
    .update(ENTRY)
    .update(previousHash, 'hex')
    .update(canonicalJson(entry), 'utf8')
    .digest('hex');
}

/**
 * The next entry of a chain, ready to be stored.
 * @throws ChainError RA_CHAIN_SEQ, RA_CHAIN_HASH, or as `canonicalJson`
 */
export function chainEntry(previous: ChainPosition, entry: unknown): ChainedEntry {
  assertPosition(previous);
  return {
    seq: previous.seq + 1,
    previousHash: previous.hash,
    hash: entryHash(previous.hash, entry),
    entry,
  };
}

/** @throws ChainError RA_CHAIN_ID */
export function assertChainId(chainId: string): void {
  const text = typeof chainId === 'string' && chainId.isWellFormed();
  if (!text || chainId.length === 0 || chainId.length > 200) {
    throw new ChainError('RA_CHAIN_ID', 'the id of a chain has 1 to 200 characters');
  }
}

/** @throws ChainError RA_CHAIN_SEQ, RA_CHAIN_HASH */
export function assertPosition({ seq, hash }: ChainPosition): void {
  if (!Number.isSafeInteger(seq) || seq < 0) {
    throw new ChainError('RA_CHAIN_SEQ', 'the number of an entry is a whole number from 0 on');
  }
  assertHash(hash);
}

function assertHash(hash: string): void {
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) {
    throw new ChainError('RA_CHAIN_HASH', 'a hash has 64 lower-case hex digits');
  }
}
