/**
 * How long this process could not listen, in ms since its start: time in which it was busy, stopped or starved of
 * processor. Whoever times a target leaves that time out: an answer that waits in the kernel is not late.
 *
 * Measured where timers fire late, which costs nothing while nothing is late. Several timers that are late for the
 * same reason count once.
 */
let lost = 0;
let noted = 0;

export function lostMs(): number {
  return lost;
}

/** @param late ms by which a timer fired after its time; @param now `performance.now()` */
export function noteDelay(late: number, now: number): void {
  if (late <= 0) return;
  lost += Math.min(late, now - noted);
  noted = now;
}
