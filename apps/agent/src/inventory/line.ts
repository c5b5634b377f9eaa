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

/** A printed section; the facts stay bytes, because a list of packages is not worth a string in the agent. */
export interface PrintedSection extends Omit<CollectedSection, 'json'> {
  json: Buffer;
}

const NEWLINE = 0x0a;
const HEAD = /^([a-z]+) ([\w-]{43}) \{/;

/** Takes the output of the command apart; what it does not print is left out. */
export function parseLines(output: Buffer): PrintedSection[] {
  const sections: PrintedSection[] = [];
  for (let from = 0; from < output.length; ) {
    const newline = output.indexOf(NEWLINE, from);
    const end = newline < 0 ? output.length : newline;
    const head = HEAD.exec(output.toString('latin1', from, Math.min(end, from + 100)));
    const section = SECTIONS.find((name) => name === head?.[1]);
    if (head && section)
      sections.push({ section, digest: head[2]!, json: output.subarray(from + head[0].length - 1, end) });
    from = end + 1;
  }
  return sections;
}
