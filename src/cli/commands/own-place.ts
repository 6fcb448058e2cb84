import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { committedLink } from '../../repository/committed-link.js';

/**
 * Throws PortsideError (usage) if a link of the repository decides where a file or folder is written: the author of a pull
 * request could choose any file of the runner.
 */
export async function requireOwnPlace(file: string, host: Host): Promise<void> {
  const link = await committedLink(file, host);
  if (link === undefined) return;
  throw new PortsideError(
    'PSE1010',
    `Cannot write ${file}: ${link} is a symbolic link of the repository, and could lead anywhere`,
    'Name a file that is not behind a link',
  );
}
