import type { InventorySection } from '@rettungsanker/protocol';
import { SECTIONS } from '../policy.ts';

/** One section as it travels from the collecting child process to the agent. */
export interface CollectedSection {
  section: InventorySection;
  /** Changes exactly when something changed that is worth telling. */
  digest: string;
  /** `{"<section>":..., "errors":...}`, at least one of the two, valid by the protocol. */
  json: string;
}

/** How a section is printed by the `inventory` command. */
export function formatLine({ section, digest, json }: CollectedSection): string {
  return `${section} ${digest} ${json}\n`;
}

/** @returns undefined for a line that the command does not print */
export function parseLine(line: string): CollectedSection | undefined {
  const match = /^([a-z]+) ([\w-]{43}) (\{.*\})$/s.exec(line);
  const section = SECTIONS.find((name) => name === match?.[1]);
  return match && section ? { section, digest: match[2]!, json: match[3]! } : undefined;
}
