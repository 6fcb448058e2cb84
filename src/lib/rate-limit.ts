import { retryAfter } from './http.js';
import { pluralize } from './text.js';

/**
 * What an answer with status 429 (or 403) tells about its rate limit: `The limit is 100 requests in 6 hours. Try again in
 * 30 minutes`. Empty if its headers tell nothing. `header` returns a header of the answer by its name in lower case.
 * Sources: RFC 9110, 10.2.3 (Retry-After); Docker Hub, "pull usage and limits" (ratelimit-limit: 100;w=21600).
 */
export function rateLimitSentence(
  header: (name: string) => string | undefined,
  now?: number,
): string {
  const [, limit, window] =
    /^(\d{1,9})\s*;\s*w=(\d{1,9})\b/.exec(header('ratelimit-limit') ?? '') ?? [];
  const wait = retryAfter(header('retry-after'), now);
  return [
    ...(limit === undefined
      ? []
      : [`The limit is ${pluralize(Number(limit), 'request')} in ${duration(Number(window))}`]),
    ...(wait === undefined ? [] : [`Try again in ${duration(Math.ceil(wait / 1000))}`]),
  ].join('. ');
}

const UNITS = [
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** `6 hours`, `2 minutes`: rounded up in the largest unit that is not below 1. */
function duration(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 'second'];
  return pluralize(Math.ceil(seconds / size), unit);
}
