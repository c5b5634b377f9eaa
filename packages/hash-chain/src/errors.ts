/** Stable codes of everything this package refuses. */
export type ChainErrorCode =
  /** A value that has no canonical form here: undefined, bigint, symbol, function, Date, Map, class instance, … */
  | 'RA_CANONICAL_TYPE'
  /** NaN or an infinity. */
  | 'RA_CANONICAL_NUMBER'
  /** Text with half a surrogate pair. */
  | 'RA_CANONICAL_TEXT'
  /** Deeper than the limit; a value that contains itself ends here, too. */
  | 'RA_CANONICAL_DEPTH'
  | 'RA_CANONICAL_SIZE'
  | 'RA_CHAIN_ID'
  | 'RA_CHAIN_HASH'
  | 'RA_CHAIN_SEQ'
  | 'RA_CHAIN_TIME'
  /** Not an Ed25519 key of the needed kind. */
  | 'RA_CHAIN_KEY';

/** Refused input. `code` is for programs, `message` says where and what. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
  readonly code: ChainErrorCode;

  constructor(code: ChainErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
