import type { Host } from '../core/host.js';
import type { Options } from '../options/options.js';
import type { Policy } from './policy.js';

/** What every step of a check works with. */
export interface CheckContext {
  /** The root of the repository, a path of this machine. */
  readonly root: string;
  /** The policy in force. */
  readonly policy: Policy;
  readonly options: Options;
  readonly host: Host;
}
