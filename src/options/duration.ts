import { PortsideError } from '../lib/errors.js';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
/** A timer of Node.js takes no more milliseconds. */
const LONGEST = 2 ** 31 - 1;

/**
 * Milliseconds of `90s`, `10m` or `1h30m` in any case; a number alone has the `unit`, if there is one. Errors name the
 * `option` and quote the word. Throws PortsideError (usage).
 */
export function duration(word: string, option: string, unit = ''): number {
  const time = (/^\d+$/.test(word) ? `${word}${unit}` : word).toLowerCase();
  const parts = /^(?:\d{1,6}[smh])+$/.test(time) ? [...time.matchAll(/(\d+)([smh])/g)] : [];
  const total = parts.reduce(
    (sum, [, n, name]) => sum + Number(n) * (UNITS.get(name ?? '') ?? 0),
    0,
  );
  if (total > 0 && total <= LONGEST) return total;
  throw new PortsideError(
    'PSE1003',
    `${option} takes a time such as 90s, 10m or 1h, not "${word}"`,
  );
}
