import ELK, { type ELK as Elk, type ElkNode } from 'elkjs/lib/elk-api';
// As a file of its own: the policy of the page allows scripts of this origin only, and the page itself stays responsive.
import workerAddress from 'elkjs/lib/elk-worker.min.js?url';

/** Longer than the largest map takes on a slow phone. */
const LONGEST_MS = 60_000;

export interface Arranger {
  /** @throws Error when the worker cannot be loaded or takes too long */
  layout(graph: ElkNode): Promise<ElkNode>;
  stop(): void;
}

/** Starts the program that finds places and routes; it runs beside the page. */
export function startArranger(): Arranger {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  const elk: Elk = new ELK({
    algorithms: ['layered'],
    workerUrl: workerAddress,
    workerFactory: (address) => {
      const worker = new Worker(address ?? workerAddress);
      worker.addEventListener('error', () => fail(new Error('The layout could not be loaded.')));
      return worker;
    },
  });
  return {
    async layout(graph) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('The layout took too long.')), LONGEST_MS);
      });
      try {
        return await Promise.race([elk.layout(graph), failed, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    stop: () => elk.terminateWorker(),
  };
}
