import type { Remedy } from './plan.js';

/** Whether a remedy changes nothing in the image: a fix is not published, not needed, or not wanted. */
export function isPassive(remedy: Remedy): boolean {
  return remedy === 'wait' || remedy === 'not-affected' || remedy === 'accept';
}
