import { PortsideError } from '../lib/errors.js';

/** The oldest major version of Node.js that has what the program uses; package.json names it too. */
const OLDEST = 20;

/** Throws PortsideError (usage) for a version of Node.js, such as `v18.20.8`, that is too old. */
export function refuseOldNode(version: string): void {
  if (Number.parseInt(version.slice(1), 10) >= OLDEST) return;
  throw new PortsideError(
    'PSE9012',
    `This is Node.js ${version}, and Portside needs ${OLDEST} or later`,
    `Install Node.js ${OLDEST} or a later version`,
  );
}
