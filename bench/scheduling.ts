import { HTTP_PORT, Lab, option } from './checks/lab.ts';
import { measure } from './checks/measure.ts';

/*
 * 20,000 HTTP checks at 60 s: by how much is a check late against its own moment of the minute, and what does the
 * checking process cost? --seconds N: length of the measurement, after the first minute (20).
 */

const CHECKS = 20_000;
const seconds = option('seconds', 20);
const lab = new Lab();
try {
  await lab.target();
  // The first runs come spread over the first minute; what is measured are regular ones.
  const measured = await measure(
    lab,
    { checks: CHECKS, intervalMs: 60_000, url: `http://127.0.0.#:${HTTP_PORT}/`, contains: 'fine' },
    { warm: option('warm', 61), seconds },
  );
  const cpuPercent = Math.round((1000 * measured.cpuSeconds) / measured.seconds) / 10;
  console.log(`${CHECKS} checks at 60 s, measured over ${seconds} s`);
  console.table({
    'late p50, ms': measured.lateP50,
    'late p99, ms (goal 250)': measured.lateP99,
    'done /s': Math.round(measured.perSecond),
    'CPU, % of one core (goal 60)': cpuPercent,
    'RSS, MB (goal 500)': measured.rss,
    failed: measured.failed,
    unknown: measured.unknown,
    'times left out': measured.leftOut,
  });
  if (process.argv.includes('--json')) {
    const met = measured.lateP99 < 250 && cpuPercent < 60 && measured.rss < 500 && measured.failed === 0;
    console.log(
      JSON.stringify({
        name: 'scheduling',
        figure: measured.lateP99,
        unit: 'ms late, p99',
        peers: {},
        ratio: {},
        goal: 250,
        met,
      }),
    );
  }
} finally {
  lab.stop();
}
