import type { Host } from '../core/host.js';
import type { Options } from '../options/options.js';
import type { Policy } from './policy.js';

/** What every step of a check works with. Of the options, it has those that the step asks for by name. */
export interface CheckContext<Asked extends keyof Options> {
  /** The root of the repository, a path of this machine. */
  readonly root: string;
  /** The policy in force. */
  readonly policy: Policy;
  readonly options: Pick<Options, Asked>;
  readonly host: Host;
}
