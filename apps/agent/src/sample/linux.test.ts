import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { describe, test } from 'node:test';
import { LIMITS, METRICS, sampleSchema } from '@rettungsanker/protocol';
import { LinuxSampler, realInterfaces } from './linux.ts';
import { Rates } from './rates.ts';

describe('rates', () => {
  test('per second of monotonic time; nothing from the first round, a reset or a standing clock', () => {
    const rates = new Rates();
    const round = (at: number, counter: number): number => {
      rates.begin(at);
      const rate = rates.perSecond('x', counter);
      rates.end();
      return rate;
    };
    assert.ok(Number.isNaN(round(0, 100)));
    assert.equal(round(2000, 300), 100);
    assert.ok(Number.isNaN(round(4000, 10)), 'the counter began anew');
    assert.equal(round(5000, 20), 10);
    assert.ok(Number.isNaN(round(5000, 30)), 'no time has passed');
  });

  test('a counter that was away starts anew', () => {
    const rates = new Rates();
    rates.begin(0);
    rates.perSecond('x', 1);
    rates.end();
    rates.begin(1000);
    rates.end();
    rates.begin(2000);
    assert.ok(Number.isNaN(rates.perSecond('x', 1_000_000)));
  });
});

describe('this machine', { skip: process.platform !== 'linux' }, () => {
  test('is measured with known metrics, valid values and the right order of magnitude', async () => {
    const sampler = new LinuxSampler();
    await sampler.sample();
    const busyUntil = process.uptime() + 0.05;
    while (process.uptime() < busyUntil);
    const samples = await sampler.sample();
    sampler.close();
    const value = (metric: string, instance = ''): number | undefined =>
      samples.find(([m, i]) => m === metric && i === instance)?.[2];
    for (const sample of samples) {
      assert.ok(sampleSchema.safeParse(sample).success, JSON.stringify(sample));
      assert.ok(sample[0] in METRICS, sample[0]);
      assert.ok(sample[2] >= 0, JSON.stringify(sample));
      if (METRICS[sample[0] as keyof typeof METRICS].unit === '%') assert.ok(sample[2] <= 100);
    }
    assert.ok(samples.length <= LIMITS.samplesPerBatch);
    assert.ok(value('cpu.used')! > 0);
    assert.ok(value('memory.available')! > 0 && value('memory.available')! <= totalmem());
    assert.ok(value('disk.free', '/')! > 0);
    assert.ok(value('process.count')! > 1);
    assert.ok(value('uptime')! > 0);
  });

  test('the loopback is no real interface', () => {
    assert.ok(!realInterfaces(['lo', 'eth0', 'docker0'], '/nonexistent').has('lo'));
    assert.deepEqual([...realInterfaces(['lo', 'eth0', 'docker0'], '/nonexistent')], ['eth0']);
  });
});
