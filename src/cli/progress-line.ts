import type { Amount } from '../core/host.js';
import { pluralize } from '../lib/text.js';
import { sanitize } from '../reports/escape.js';

/** One line at the bottom of a terminal that shows what is going on. */
export interface ProgressLine {
  /** Replaces the line. An empty message clears it. */
  show(message: string, amount?: Amount): void;
  /** Removes the line, so that other text can be written. */
  clear(): void;
}

/** Milliseconds between two writes about the same work. */
const INTERVAL = 100;
/** Milliseconds of work before its end can be estimated. */
const SETTLED = 2_000;

/** The escape sequences of ECMA-48 and DEC: to the first column, erase to the end, no automatic line break and back. */
const ERASE = '\r\u001b[K';
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';

/** The line for a stream that is a terminal. `now` is in milliseconds. */
export function progressLine(
  stream: Pick<NodeJS.WriteStream, 'write'>,
  now: () => number = () => performance.now(),
): ProgressLine {
  let shown = false;
  let work: { readonly key: unknown; readonly since: number } = { key: undefined, since: 0 };
  let written = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (shown) stream.write(ERASE);
    shown = false;
  };
  return {
    clear,
    show(message, amount) {
      if (message === '') return clear();
      const time = now();
      // Parts of one work have the same total.
      const key = amount?.total ?? message;
      const isSame = key === work.key;
      if (isSame && time - written < INTERVAL) return;
      if (!isSame) work = { key, since: time };
      written = time;
      const detail = amount ? `  ${describe(amount, time - work.since)}` : '';
      // Wide characters make a line longer than its length says: the terminal cuts it instead of breaking it.
      stream.write(`${ERASE}${NO_WRAP}${sanitize(`${message}${detail}`)}${WRAP}`);
      shown = true;
    },
  };
}

/** `12.5 of 480 MB, 40 seconds left`; without a total `12.5 MB`. */
export function describe({ done, total }: Amount, elapsed: number): string {
  const unit = UNITS.find(({ size }) => (total ?? done) >= size) ?? { size: 1, name: 'bytes' };
  const number = (bytes: number) => {
    const value = bytes / unit.size;
    return value >= 100 || unit.size === 1 ? String(Math.round(value)) : value.toFixed(1);
  };
  if (total === undefined) return `${number(done)} ${unit.name}`;
  const left = done > 0 && elapsed >= SETTLED ? (elapsed * (total - done)) / done : undefined;
  const time = left === undefined || left < 0 ? '' : `, ${duration(left / 1000)} left`;
  return `${number(done)} of ${number(total)} ${unit.name}${time}`;
}

const UNITS = [
  { size: 1e9, name: 'GB' },
  { size: 1e6, name: 'MB' },
  { size: 1e3, name: 'kB' },
];

function duration(seconds: number): string {
  if (seconds < 60) return pluralize(Math.ceil(seconds), 'second');
  if (seconds < 3600) return pluralize(Math.ceil(seconds / 60), 'minute');
  return pluralize(Math.ceil(seconds / 3600), 'hour');
}
