/** An error that the person at the terminal can act on: stable code, what happened, what to do. */
export class AgentError extends Error {
  readonly code: `RA_${string}`;
  readonly hint: string | undefined;

  constructor(code: `RA_${string}`, message: string, hint?: string) {
    super(message);
    this.name = 'AgentError';
    this.code = code;
    this.hint = hint;
  }
}

/** Text of anything that was thrown, one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 500);
}

/** `code` of a system error such as ENOENT; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
