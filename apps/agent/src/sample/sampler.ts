import type { MetricName, Sample } from '@rettungsanker/protocol';

/** Measures this host. Rates need two measurements: the first one after the start lacks them. */
export interface Sampler {
  sample(): Promise<Sample[]>;
  close(): void;
}

/** Collects samples; a value that cannot be measured just now is left out, it is never sent as 0. */
export class SampleList {
  readonly samples: Sample[] = [];

  /** @param digits places after the point worth keeping */
  add(metric: MetricName, instance: string, value: number, digits = 0): void {
    if (!Number.isFinite(value)) return;
    const scale = 10 ** digits;
    this.samples.push([metric, instance.slice(0, 255), Math.round(value * scale) / scale]);
  }
}

/** Own /proc readers on Linux; the other systems through a package that is loaded only there. */
export async function createSampler(): Promise<Sampler> {
  // Both branches of an if: the bundler leaves the other system's part out of the executable.
  if (process.platform === 'linux') {
    const { LinuxSampler } = await import('./linux.ts');
    return new LinuxSampler();
  } else {
    const { PortableSampler } = await import('./portable.ts');
    return new PortableSampler();
  }
}
