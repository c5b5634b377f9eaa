import { cpus, freemem, loadavg, totalmem, uptime } from 'node:os';
import type { Sample } from '@rettungsanker/protocol';
import si from 'systeminformation';
import { monotonicMs } from '../clock.ts';
import { Rates } from './rates.ts';
import { SampleList, type Sampler } from './sampler.ts';

/** Windows and macOS. What Node itself knows comes from Node; the rest starts programs of the system and costs more. */
export class PortableSampler implements Sampler {
  private readonly rates = new Rates();
  private before: { busy: number; total: number } | undefined;

  async sample(): Promise<Sample[]> {
    const list = new SampleList();
    this.rates.begin(monotonicMs());
    this.addCpu(list);
    if (process.platform !== 'win32') {
      const [one = Number.NaN, five = Number.NaN, fifteen = Number.NaN] = loadavg();
      list.add('load.1', '', one, 2);
      list.add('load.5', '', five, 2);
      list.add('load.15', '', fifteen, 2);
    }
    list.add('uptime', '', Math.floor(uptime()));
    // One part of the system that does not answer must not cost the others.
    await Promise.allSettled([this.addMemory(list), this.addFileSystems(list), this.addNetwork(list)]);
    this.rates.end();
    return list.samples;
  }

  close(): void {}

  private addCpu(list: SampleList): void {
    let busy = 0;
    let total = 0;
    for (const { times } of cpus()) {
      const work = times.user + times.nice + times.sys + times.irq;
      busy += work;
      total += work + times.idle;
    }
    if (this.before && total > this.before.total)
      list.add('cpu.used', '', ((busy - this.before.busy) / (total - this.before.total)) * 100, 2);
    this.before = { busy, total };
  }

  private async addMemory(list: SampleList): Promise<void> {
    // macOS counts caches as used in what Node reports; there the package knows better.
    const { total, available, swaptotal, swapused } =
      process.platform === 'darwin'
        ? await si.mem()
        : { total: totalmem(), available: freemem(), swaptotal: 0, swapused: 0 };
    list.add('memory.used', '', ((total - available) / total) * 100, 2);
    list.add('memory.available', '', available);
    if (swaptotal > 0) list.add('swap.used', '', (swapused / swaptotal) * 100, 2);
  }

  private async addFileSystems(list: SampleList): Promise<void> {
    for (const { mount, use, available } of await si.fsSize()) {
      list.add('disk.used', mount, use, 2);
      list.add('disk.free', mount, available);
    }
  }

  private async addNetwork(list: SampleList): Promise<void> {
    for (const counters of await si.networkStats('*')) {
      const name = counters.iface;
      list.add('net.received', name, this.rates.perSecond(`i${name}`, counters.rx_bytes));
      list.add('net.sent', name, this.rates.perSecond(`o${name}`, counters.tx_bytes));
      list.add(
        'net.errors',
        name,
        this.rates.perSecond(`e${name}`, counters.rx_errors + counters.tx_errors),
        3,
      );
    }
  }
}
