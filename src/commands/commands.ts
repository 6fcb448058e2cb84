import type { Host } from '../host.js';
import type { Settings } from '../settings/settings.js';
import check from './check.js';
import discover from './discover.js';
import explain from './explain.js';
import lint from './lint.js';
import policy from './policy.js';
import sbom from './sbom.js';
import scan from './scan.js';
import verify from './verify.js';

/** One word of the command line; one file each. */
export interface Command {
  readonly name: string;
  /** Its operands, as the help shows them. */
  readonly operands: string;
  readonly help: string;
  /** The exit status; throws PortsideError. */
  run(settings: Settings, host: Host): Promise<number>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  check,
  lint,
  scan,
  verify,
  sbom,
  discover,
  explain,
  policy,
];
