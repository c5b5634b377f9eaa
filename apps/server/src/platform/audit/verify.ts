import type { KeyObject } from 'node:crypto';
import {
  type BreakReason,
  type ChainedEntry,
  type ChainPosition,
  chainStart,
  type SignedCheckpoint,
  verifyChain,
  verifyCheckpoint,
} from '@rettungsanker/hash-chain';

/**
 * What can be wrong with a chain: see BreakReason, and
 * head        the row that names the last entry names another one
 * checkpoint  a checkpoint was not signed by this server
 * unanchored  a checkpoint that this server keeps outside of the database is missing in it
 */
export type AuditProblemKind = BreakReason | 'head' | 'checkpoint' | 'unanchored';

export interface AuditProblem {
  kind: AuditProblemKind;
  /** Entry at which it shows; all before it are as they were written. */
  seq: number;
  detail: string;
}

export interface ChainResult {
  clientId: string;
  ok: boolean;
  /** Entries found good. */
  entries: number;
  /** Up to here the chain is signed: later entries could have been replaced by whoever owns the database. */
  signedTo: number;
  problems: AuditProblem[];
}

/** A chain as it was found, in the database or in an export. */
export interface ChainEvidence {
  clientId: string;
  /** Consumed first and to its end or to the first break. */
  entries: AsyncIterable<ChainedEntry>;
  checkpoints: readonly SignedCheckpoint[];
  head: ChainPosition | undefined;
  /** Kept outside of the database. */
  anchor?: SignedCheckpoint | undefined;
}

/** Checks one chain with constant memory. Never throws for what is wrong with the chain. */
export async function verifyEvidence(evidence: ChainEvidence, publicKey: KeyObject): Promise<ChainResult> {
  const { clientId, anchor } = evidence;
  const problems: AuditProblem[] = [];
  const signed: SignedCheckpoint[] = [];
  for (const checkpoint of anchor ? [...evidence.checkpoints, anchor] : evidence.checkpoints) {
    if (checkpoint.chainId === clientId && verifyCheckpoint(publicKey, checkpoint)) signed.push(checkpoint);
    else
      problems.push({
        kind: 'checkpoint',
        seq: checkpoint.seq,
        detail: `checkpoint ${checkpoint.seq} was not signed by this server`,
      });
  }
  const report = await verifyChain(evidence.entries, { from: chainStart(clientId), checkpoints: signed });
  const broken = report.break
    ? { kind: report.break.reason, seq: report.break.seq, detail: report.break.detail }
    : headProblem(evidence.head, report.last);
  if (broken) problems.push(broken);
  const known = evidence.checkpoints.some((checkpoint) => samePosition(checkpoint, anchor));
  if (anchor && !known)
    problems.push({
      kind: 'unanchored',
      seq: anchor.seq,
      detail: `checkpoint ${anchor.seq} was signed and is missing`,
    });
  return {
    clientId,
    ok: problems.length === 0,
    entries: report.checked,
    signedTo: Math.max(0, ...signed.map(({ seq }) => seq).filter((seq) => seq <= report.last.seq)),
    problems: problems.sort((a, b) => a.seq - b.seq),
  };
}

/** Whether the head row names another entry than the last good one. */
export function headProblem(head: ChainPosition | undefined, last: ChainPosition): AuditProblem | undefined {
  if (samePosition(head, last)) return undefined;
  const detail = `the last entry is ${last.seq}, the head row says ${head?.seq ?? 'nothing'}`;
  return { kind: 'head', seq: last.seq, detail };
}

/** A chain without entries has no head row, or one at the start. */
function samePosition(a: ChainPosition | undefined, b: ChainPosition | undefined): boolean {
  return (a?.seq ?? 0) === (b?.seq ?? 0) && (!a || !b || a.hash === b.hash);
}
