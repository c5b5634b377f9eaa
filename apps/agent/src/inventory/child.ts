import { SECTIONS } from '../policy.ts';
import { collect } from './collect.ts';
import { formatLine } from './line.ts';

/**
 * Body of the `inventory` command: prints a line per section.
 * It is a process of its own so that the memory for thousands of packages is given back when it ends.
 */
export async function printInventory(names: readonly string[]): Promise<void> {
  const sections = SECTIONS.filter((section) => names.length === 0 || names.includes(section));
  for await (const collected of collect(sections)) process.stdout.write(formatLine(collected));
}
