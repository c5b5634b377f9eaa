import type { InventorySection } from '@rettungsanker/protocol';
import { SECTIONS } from '../policy.ts';
import { collect } from './collect.ts';

/**
 * Body of the `inventory` command: prints a line per section, `section digest json`.
 * It is a process of its own so that the memory for thousands of packages is given back when it ends.
 */
export async function printInventory(names: readonly string[]): Promise<void> {
  const sections = SECTIONS.filter((section) => names.length === 0 || names.includes(section));
  for await (const { section, digest, json } of collect(sections))
    process.stdout.write(`${section} ${digest} ${json}\n`);
}

/** @returns undefined for a line that the command does not print */
export function parseInventoryLine(
  line: string,
): { section: InventorySection; digest: string; json: string } | undefined {
  const match = /^([a-z]+) ([\w-]{43}) (\{.*\})$/s.exec(line);
  const section = SECTIONS.find((name) => name === match?.[1]);
  return match && section ? { section, digest: match[2]!, json: match[3]! } : undefined;
}
