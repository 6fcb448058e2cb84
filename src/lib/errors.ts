import { withoutCredentials } from './redact-url.js';

/** What an error means for the result: the exit statuses of DESIGN §9. */
export type ErrorKind =
  /** Wrong option, policy or file given by the user: exit 2. */
  | 'usage'
  /** A check could not run: the result is incomplete, exit 3. */
  | 'incomplete';

/** An error a person can act on: what was being done, on what, why it failed and what to do. */
export class PortsideError extends Error {
  override readonly name = 'PortsideError';
  readonly kind: ErrorKind;
  readonly advice: string | undefined;

  /** `what` reads "Cannot open image app.tar: it ends inside a header"; `advice` is what to do. */
  constructor(kind: ErrorKind, what: string, advice?: string, cause?: unknown) {
    super(
      withoutCredentials(advice ? `${what}${/[.?!]$/.test(what) ? '' : '.'} ${advice}` : what),
      cause === undefined ? undefined : { cause },
    );
    this.kind = kind;
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
