import { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.js';
import { withoutCredentials } from './redact-url.js';

export type { ErrorCode, ErrorKind } from './error-codes.js';

/** An error a person can act on: what was being done, on what, why it failed and what to do. */
export class PortsideError extends Error {
  override readonly name = 'PortsideError';
  /** PSE1001 …: listed in docs/reference/errors.md. */
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly advice: string | undefined;

  /** `what` reads "Cannot open image app.tar: it ends inside a header"; `advice` is what to do. */
  constructor(code: ErrorCode, what: string, advice?: string, cause?: unknown) {
    super(
      withoutCredentials(advice ? `${what}${/[.?!]$/.test(what) ? '' : '.'} ${advice}` : what),
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.kind = ERROR_CODES[code].kind;
    this.advice = advice;
  }
}

/** The reason in a caught value, for a message; never "[object Object]", and without credentials of addresses. */
export function reason(error: unknown): string {
  return withoutCredentials(reasonOf(error));
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const cause =
    error.cause instanceof Error && !(error instanceof PortsideError) ? reasonOf(error.cause) : '';
  return cause && !error.message.includes(cause) ? `${error.message}: ${cause}` : error.message;
}
