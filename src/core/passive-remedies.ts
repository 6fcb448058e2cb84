import type { Remedy } from './plan.js';

/** Whether a remedy changes nothing in the image: a fix is not published, not needed, or not wanted. */
export function isPassive(remedy: Remedy): boolean {
  return PASSIVE.has(remedy);
}

const PASSIVE: ReadonlySet<Remedy> = new Set(['wait', 'not-affected', 'accept', 'accepted']);

/** Whether nothing is left to do for the findings of a remedy: they are not open any more. */
export function isSettled(remedy: Remedy): boolean {
  return remedy === 'not-affected' || remedy === 'accepted';
}
