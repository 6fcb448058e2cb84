import { PortsideError } from './errors.js';

/** The time for a whole run. What does not end in time goes on in the background until the process exits. */
export interface Deadline {
  /** The result of the work. When the time is over before, or already, it throws PortsideError PSE1012 (incomplete). */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** The same with a result for that case, which gets the reason. */
  orElse<T>(work: () => Promise<T>, otherwise: (reason: string) => T): Promise<T>;
  /** Ends the timer, so that it does not keep the process alive. */
  stop(): void;
}

let unfinished = false;

/** Whether work goes on that was not finished in time. It may keep this process alive. */
export function hasUnfinishedWork(): boolean {
  return unfinished;
}

/** A deadline after these milliseconds from now; without them, there is none. */
export function startDeadline(milliseconds: number | undefined): Deadline {
  if (milliseconds === undefined)
    return { within: (work) => work(), orElse: (work) => work(), stop: () => {} };
  const timeIsOver = new AbortController();
  const timer = setTimeout(() => timeIsOver.abort(), milliseconds);
  const { signal } = timeIsOver;
  const error = new PortsideError(
    'PSE1012',
    `Not checked within ${describe(milliseconds)} (timeout)`,
    'Give the run more time, or check less at once',
  );
  const within = <T>(work: () => Promise<T>): Promise<T> => {
    if (signal.aborted) return Promise.reject(error);
    return new Promise((resolve, reject) => {
      const end = () => {
        unfinished = true;
        reject(error);
      };
      signal.addEventListener('abort', end, { once: true });
      work()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', end));
    });
  };
  return {
    within,
    orElse: (work, otherwise) =>
      within(work).catch((reason: unknown) => {
        if (reason === error) return otherwise(error.message);
        throw reason;
      }),
    stop: () => clearTimeout(timer),
  };
}

/** `90 s`, `10 min` */
function describe(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
