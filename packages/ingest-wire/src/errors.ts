/** Why a message as a whole cannot be taken: `too-large` and `unsupported` have answers of their own in most protocols. */
export type WireProblem = 'malformed' | 'too-large' | 'unsupported';

/** A message that does not follow its protocol. The text is for the sender's log and quotes nothing of the message. */
export class WireError extends Error {
  readonly problem: WireProblem;

  constructor(problem: WireProblem, message: string) {
    super(message);
    this.name = 'WireError';
    this.problem = problem;
  }
}

export const malformed = (message: string): WireError => new WireError('malformed', message);
