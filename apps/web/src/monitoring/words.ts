import type { State } from '../app/tokens.ts';
import type { Alert } from './queries.ts';

/** Order of lists: the worst first. */
export const SEVERITY_RANK: Record<Alert['severity'], number> = { critical: 3, warning: 2, info: 1 };

/** A resolved alert is a fact of the past and not a state any more. */
export const alertState = (alert: Pick<Alert, 'state' | 'severity'>): State =>
  alert.state === 'resolved' ? 'ok' : alert.severity;

export const alertPath = (alert: { clientId: string; id: string }): string =>
  `/clients/${alert.clientId}/alerts/${alert.id}`;
