import type { Inventory, InventorySection } from '@rettungsanker/protocol';

/** What one section found; `problem` says what is missing in it or why there is nothing. */
export interface Finding<S extends InventorySection> {
  facts?: NonNullable<Inventory[S]> | undefined;
  problem?: string | undefined;
}

/** Reads the sections of one operating system. A reader may throw; its message then stands for the section. */
export type Readers = { [S in InventorySection]: () => Promise<Finding<S>> };
