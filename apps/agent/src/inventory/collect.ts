import { createHash } from 'node:crypto';
import { type Inventory, type InventorySection, inventorySchema, LIMITS } from '@rettungsanker/protocol';
import { reasonOf } from '../errors.ts';
import { cut } from './command.ts';
import type { Finding, Readers } from './facts.ts';
import type { CollectedSection } from './line.ts';

/** Leaves room in a frame for its head. */
const MAX_SECTION_BYTES = LIMITS.frameBytes - 64 * 1024;

async function readersOfThisSystem(): Promise<Readers> {
  if (process.platform === 'win32') return (await import('./windows.ts')).windowsReaders;
  if (process.platform === 'darwin') return (await import('./darwin.ts')).darwinReaders;
  return (await import('./linux/index.ts')).linuxReaders;
}

/** Reads sections one after the other; one that fails is reported as failed, the others are not touched by it. */
export async function* collect(sections: readonly InventorySection[]): AsyncGenerator<CollectedSection> {
  const readers = await readersOfThisSystem();
  for (const section of sections) {
    let finding: Finding<InventorySection>;
    try {
      finding = await readers[section]();
    } catch (error) {
      finding = { problem: reasonOf(error) };
    }
    yield pack(section, finding);
  }
}

/** Brings a finding into a form that the server will take. */
export function pack(section: InventorySection, finding: Finding<InventorySection>): CollectedSection {
  let { facts, problem } = finding;
  const limit = section === 'packages' ? LIMITS.packages : LIMITS.listItems;
  if (Array.isArray(facts) && facts.length > limit) {
    problem = `${facts.length} entries, the first ${limit} are listed`;
    facts = facts.slice(0, limit) as typeof facts;
  }
  let inventory = toInventory(section, facts, problem);
  const checked = inventorySchema.safeParse(inventory);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    inventory = toInventory(section, undefined, `invalid (${issue?.path.join('.')}: ${issue?.message})`);
  }
  let json = JSON.stringify(inventory);
  if (Buffer.byteLength(json) > MAX_SECTION_BYTES) {
    inventory = toInventory(section, undefined, `too large (${json.length} characters)`);
    json = JSON.stringify(inventory);
  }
  const digest = createHash('sha256').update(JSON.stringify(inventory, withoutRestless)).digest('base64url');
  return { section, digest, json };
}

function toInventory(
  section: InventorySection,
  facts: Finding<InventorySection>['facts'],
  problem: string | undefined,
): Inventory {
  return {
    ...(facts === undefined ? {} : { [section]: facts }),
    ...(problem === undefined ? {} : { errors: { [section]: cut(problem, LIMITS.text) } }),
  };
}

/** What changes all the time and is sampled anyway does not make a section new. */
function withoutRestless(key: string, value: unknown): unknown {
  return key === 'usedBytes' ? undefined : value;
}
