import { Resolver } from 'node:dns/promises';
import { eachOf, type Stage } from './stage.ts';

const AT_ONCE = 8;
const ANSWER_MS = 1_000;
/** After that many without any answer, the name server is taken for dead. */
const SILENT = 16;

/** Asks the name servers of this host for the names of the addresses. */
export async function readNames(
  addresses: readonly string[],
  { hood, pace, signal, progress }: Stage,
): Promise<void> {
  const resolver = new Resolver({ timeout: ANSWER_MS, tries: 1 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel);
  let silent = 0;
  const ask = async (address: string): Promise<void> => {
    if (silent >= SILENT) return;
    await pace.take();
    try {
      for (const name of await resolver.reverse(address)) hood.named(address, name, 'dns');
      silent = 0;
    } catch (error) {
      // Any other answer is one: most addresses have no name.
      const { code } = error as NodeJS.ErrnoException;
      silent = code === 'ETIMEOUT' || code === 'ECONNREFUSED' ? silent + 1 : 0;
    }
  };
  try {
    await eachOf(addresses, AT_ONCE, ask, progress);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
