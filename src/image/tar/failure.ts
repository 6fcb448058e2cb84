import type { PortsideError } from '../../lib/errors.js';
import { damaged, limitExceeded } from '../errors.js';
import type { TarError } from './header.js';

/** A TarError with the name of the archive or layer. */
export function tarFailure(where: string, error: TarError, advice?: string): PortsideError {
  return error.isLimit
    ? limitExceeded(where, error.message)
    : damaged(where, error.message, advice, error);
}
