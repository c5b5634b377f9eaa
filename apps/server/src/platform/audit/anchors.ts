import { readFile, rename, writeFile } from 'node:fs/promises';
import type { SignedCheckpoint } from '@rettungsanker/hash-chain';
import { z } from 'zod';

/**
 * The newest checkpoint of every chain, in a file outside of the database: whoever owns the database alone can
 * neither cut off the end of a chain nor remove one as a whole without being noticed.
 */
export interface AnchorStore {
  read(): Promise<SignedCheckpoint[]>;
  /** Keeps these in place of older ones of the same chains. */
  keep(checkpoints: readonly SignedCheckpoint[]): Promise<void>;
}

const content = z.array(
  z.object({
    chainId: z.string(),
    seq: z.number(),
    hash: z.string(),
    timeMs: z.number(),
    signature: z.string(),
  }),
);

/** @param path a JSON file in the data folder; made when missing */
export function createAnchorStore(path: string): AnchorStore {
  const read = async (): Promise<SignedCheckpoint[]> => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    return content.parse(JSON.parse(text));
  };
  return {
    read,
    async keep(checkpoints) {
      const newest = new Map((await read()).map((checkpoint) => [checkpoint.chainId, checkpoint]));
      for (const checkpoint of checkpoints) {
        if (checkpoint.seq >= (newest.get(checkpoint.chainId)?.seq ?? 0))
          newest.set(checkpoint.chainId, checkpoint);
      }
      const draft = `${path}.new`;
      await writeFile(draft, JSON.stringify([...newest.values()], null, 1), { mode: 0o600, flush: true });
      await rename(draft, path);
    },
  };
}
