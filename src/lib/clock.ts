/**
 * The clock of this machine. Only the entry points read it, and hand the time on, so that a run has one time and tests have
 * a fixed one. Durations are measured with performance.now().
 */
const read = new WeakMap<Date, number>();

/** The time now. scripts/house-rules.mjs lists who may ask. */
export function readClock(): Date {
  const time = new Date();
  read.set(time, performance.now());
  return time;
}

/** Milliseconds since a time was read with readClock(): none since a time that was handed in otherwise, as in a test. */
export function elapsedSince(time: Date): number {
  const from = read.get(time);
  return from === undefined ? 0 : performance.now() - from;
}

/** The time now, for what began at `start`. */
export function endOf(start: Date): Date {
  return new Date(start.getTime() + Math.round(elapsedSince(start)));
}
