import { type CheckResult, LIMITS, type Sample, type SweepReport } from '@rettungsanker/protocol';

/** Results that come within this time travel together; an alert waits for it at most once. */
const GATHER_MS = 100;

/** Turns what is measured into batch bodies for the buffer. */
export class Recorder {
  private readonly append: (body: string | Buffer) => void;
  private results: CheckResult[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(append: (body: string | Buffer) => void) {
    this.append = append;
  }

  /** @param at Unix ms by the clock of this host */
  measured(at: number, samples: readonly Sample[]): void {
    for (let from = 0; from < samples.length; from += LIMITS.samplesPerBatch) {
      const part = samples.slice(from, from + LIMITS.samplesPerBatch);
      this.append(`"measurements":${JSON.stringify([{ at, samples: part }])}`);
    }
  }

  checked(result: CheckResult): void {
    this.results.push(result);
    if (this.results.length >= LIMITS.resultsPerBatch) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** @param facts JSON object of changed sections */
  inventoried(at: number, facts: Buffer): void {
    this.append(Buffer.concat([Buffer.from(`"inventory":{"at":${at},"facts":`), facts, Buffer.from('}')]));
  }

  /** How a sweep goes. */
  swept(report: SweepReport): void {
    this.append(`"discovery":${JSON.stringify(report)}`);
  }

  /** Writes results that still wait for company. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.results.length === 0) return;
    const results = this.results;
    this.results = [];
    this.append(`"results":${JSON.stringify(results)}`);
  }
}
