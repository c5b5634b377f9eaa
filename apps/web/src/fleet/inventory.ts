import type { Inventory, InventorySection } from '@rettungsanker/protocol';
import type { Answer } from '../api/types.ts';

type InventoryAnswer = Answer<'/api/v1/clients/{clientId}/assets/{assetId}/inventory'>;

/** One section with its age. */
interface Section<T> {
  facts: T;
  collectedAt: string;
  changedAt: string;
}

export type Sections = { [S in InventorySection]?: Section<NonNullable<Inventory[S]>> };

/**
 * Sections by name. The server checked them against the wire schema when the agent sent them, so their shape is that
 * of the protocol.
 */
export function readInventory(answer: InventoryAnswer | undefined): Sections {
  return Object.fromEntries(
    (answer?.sections ?? []).map(({ section, facts, collectedAt, changedAt }) => [
      section,
      { facts, collectedAt, changedAt },
    ]),
  ) as Sections;
}
