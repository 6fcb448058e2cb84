import { PortsideError, reason } from '../lib/errors.js';

/** Errors about images, all incomplete. `where` names the archive, layer or blob. */

/** The data contradicts its own format or is cut short. */
export function damaged(
  where: string,
  why: string,
  advice?: string,
  cause?: unknown,
): PortsideError {
  return new PortsideError('PSE4501', `Cannot read ${where}: ${why}`, advice, cause);
}

/** The data exceeds a limit. */
export function limitExceeded(where: string, why: string): PortsideError {
  return new PortsideError('PSE4503', `Cannot read ${where}: ${why}`);
}

/** The data has a format that Portside does not read. */
export function unsupported(where: string, why: string, advice?: string): PortsideError {
  return new PortsideError('PSE4504', `Cannot read ${where}: ${why}`, advice);
}

/** Content that a manifest names is not there. */
export function missing(where: string, why: string): PortsideError {
  return new PortsideError('PSE4505', `Cannot read ${where}: ${why}`);
}

/** The operating system reported an error. */
export function unreadable(where: string, error: unknown): PortsideError {
  return new PortsideError('PSE4506', `Cannot read ${where}: ${reason(error)}`, undefined, error);
}
