/** Deadlines per second on one core. `node bench/sla-clock.ts [--json]` */
import {
  alwaysOpen,
  type BusinessCalendar,
  businessCalendar,
  deadline,
  germanHolidayDates,
  spans,
  type TicketEvent,
  ticketClock,
  workingTime,
} from '@rettungsanker/sla-clock';

const GOAL = 200_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const YEAR = 365 * 24 * HOUR;

const version = {
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
      day,
      spans('08:00-12:00, 13:00-17:00'),
    ]),
  ),
  holidays: await germanHolidayDates(2025, 2045, 'BY', 'by-augsburg'),
};
const office = businessCalendar([version]);

/** The same scattered times in every run (Weyl sequence), so that runs can be compared. */
const COUNT = 4096;
const scattered = (limit: number, step: number) =>
  Array.from({ length: COUNT }, (_, i) => Math.floor((((i + 1) * step) % 1) * limit));
const starts = scattered(YEAR, 0.618033988749895).map((ms) => START + ms);
const lengths = scattered(24 * HOUR, 0.754877666246693);
const stops = starts.map((ms) =>
  [0, 1, 2].map((n) => ({ from: ms + n * 20 * HOUR, to: ms + (n * 20 + 5) * HOUR })),
);

/** Calls per second: the median of five rounds of 0.2 s, after one round to warm up. */
function rate(call: (i: number) => number): number {
  const round = () => {
    const begin = performance.now();
    let calls = 0;
    let sum = 0;
    let spent = 0;
    do {
      for (let i = 0; i < COUNT; i++) sum += call(i);
      calls += COUNT;
      spent = performance.now() - begin;
    } while (spent < 200);
    // Using the sum keeps the calls from being optimised away.
    if (!Number.isFinite(sum)) throw new Error('a deadline is missing');
    return (calls / spent) * 1000;
  };
  round();
  return [round(), round(), round(), round(), round()].toSorted((a, b) => a - b)[2]!;
}

const deadlines = (calendar: BusinessCalendar) => rate((i) => deadline(calendar, starts[i]!, lengths[i]!));
const ticket = (i: number) => {
  const openedAt = starts[i]!;
  const events: TicketEvent[] = [
    { type: 'message', at: openedAt + HOUR, from: 'responder', channel: 'mail' },
    { type: 'state', at: openedAt + 2 * HOUR, state: 'waiting' },
    { type: 'message', at: openedAt + 20 * HOUR, from: 'requester', channel: 'mail' },
    { type: 'state', at: openedAt + 20 * HOUR, state: 'open' },
  ];
  const target = {
    firstResponseMs: 2 * HOUR,
    nextResponseMs: 4 * HOUR,
    resolutionMs: 24 * HOUR,
    warnPercents: [75],
  };
  return ticketClock({ now: openedAt + 30 * HOUR, openedAt, calendar: office, target, events }).length;
};

const cold = performance.now();
deadline(businessCalendar([{ ...version, timeZone: 'Europe/Vienna' }]), START, HOUR);
const coldMs = performance.now() - cold;

const figure = deadlines(office);
const rows: [string, number][] = [
  ['deadline, office hours, 0-24 working h', figure],
  ['deadline, the same with three pauses', rate((i) => deadline(office, starts[i]!, lengths[i]!, stops[i]))],
  ['deadline, 24x7', deadlines(alwaysOpen('Europe/Berlin'))],
  ['working time of a month', rate((i) => workingTime(office, starts[i]!, starts[i]! + 30 * 24 * HOUR))],
  ['all clocks of a ticket with four events', rate(ticket)],
];
for (const [what, perSecond] of rows) {
  console.log(`${what.padEnd(42)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} /s`);
}
console.log(`${'first deadline in a new zone and calendar'.padEnd(42)} ${coldMs.toFixed(1).padStart(12)} ms`);
console.log(
  `goal: deadlines over ${GOAL.toLocaleString('en')} /s on one core: ${figure > GOAL ? 'met' : 'missed'}`,
);
if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({
      name: 'sla-clock',
      figure: Math.round(figure),
      unit: 'deadlines/s',
      peers: {},
      ratio: {},
      goal: GOAL,
      met: figure > GOAL,
    }),
  );
}
