import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrivateFolder, readSmallFile, writePrivateFile } from '../data/files.ts';

/**
 * What one check remembers from run to run: counters to compute rates from, positions in logs, what came in since.
 * It is emptied when the check is changed.
 */
export interface CheckMemory {
  /** Lives as long as the process. */
  readonly volatile: Map<string, unknown>;
  /** Survives a restart. @returns undefined when nothing, or nothing readable, was kept */
  load(): unknown;
  /** @param value small, and what JSON can hold */
  save(value: unknown): void;
}

/** For checks without a place on disk (the server's own, tests). */
export function volatileMemory(): CheckMemory {
  let kept: unknown;
  return {
    volatile: new Map(),
    load: () => kept,
    save: (value) => {
      kept = value;
    },
  };
}

interface Remembered {
  text: string;
  memory: CheckMemory;
}

/** The memories of all checks of an agent, by their id. */
export class CheckMemories {
  readonly #folder: string | undefined;
  readonly #known = new Map<string, Remembered>();

  /** @param folder where positions are kept, in a file for each check */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** The memory of a check with these settings; other settings begin anew. */
  of(id: string, settings: unknown): CheckMemory {
    const text = JSON.stringify(settings);
    const known = this.#known.get(id);
    if (known?.text === text) return known.memory;
    const memory = this.#folder === undefined ? volatileMemory() : fileMemory(this.#folder, id, text);
    this.#known.set(id, { text, memory });
    return memory;
  }

  /** Forgets all checks but these, on disk as well. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    for (const name of namesIn(this.#folder)) {
      const id = /^check-(.+)\.json$/.exec(name)?.[1];
      if (id !== undefined && !ids.has(id)) rmSync(join(this.#folder!, name), { force: true });
    }
  }
}

function namesIn(folder: string | undefined): string[] {
  try {
    return folder === undefined ? [] : readdirSync(folder);
  } catch {
    // Nothing was kept yet.
    return [];
  }
}

function fileMemory(folder: string, id: string, text: string): CheckMemory {
  const settings = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const path = join(folder, `check-${id}.json`);
  return {
    volatile: new Map(),
    load() {
      try {
        const kept = JSON.parse(readSmallFile(path) ?? 'null') as {
          settings?: string;
          value?: unknown;
        } | null;
        return kept?.settings === settings ? kept.value : undefined;
      } catch {
        // Damaged: the check begins anew.
        return undefined;
      }
    },
    save(value) {
      ensurePrivateFolder(folder);
      writePrivateFile(path, JSON.stringify({ settings, value }));
    },
  };
}
