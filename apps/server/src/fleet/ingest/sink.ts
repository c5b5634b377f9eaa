import type {
  AgentConfig,
  AssignedCheck,
  Batch,
  Sample,
  SweepOrder,
  SweepReport,
} from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';

export interface BatchOrigin {
  agentId: string;
  assetId: string;
}

/** What a batch contains after its times were corrected to the server's clock. */
export interface CorrectedBatch {
  /** Host's clock minus the server's, before the correction. */
  skewMs: number;
  measurements: { at: Date; samples: readonly Sample[] }[];
  results: { checkId: string; at: Date; outcome: NonNullable<Batch['results']>[number]['outcome'] }[];
  /** How a sweep of the neighbourhood goes. */
  discovery?: SweepReport | undefined;
}

/** A domain that keeps what agents measure; called inside the transaction that acknowledges the batch. */
export interface BatchSink {
  accept(ctx: Context, origin: BatchOrigin, batch: CorrectedBatch): Promise<void>;
}

/** A domain that gives agents work. */
export interface CheckSource {
  checksFor(ctx: Context, assetId: string): Promise<AssignedCheck[]>;
}

/** A domain that sends agents to look around; nothing: the agent looks at nobody. */
export interface SweepSource {
  sweepFor(ctx: Context, assetId: string): Promise<SweepOrder | undefined>;
}

export const DEFAULT_INVENTORY_INTERVAL_MS = 24 * 3_600_000;
export type { AgentConfig };
