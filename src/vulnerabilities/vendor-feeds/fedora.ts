import { dayOf } from '../../lib/dates.js';
import { releasesSince } from '../../releases/releases.js';
import type { VendorFeed } from './feed.js';
import { readUpdateinfo } from './updateinfo.js';

const ECOSYSTEM = 'Fedora';

/** Where the updates of supported and of archived releases are. */
const HOSTS = [
  'https://dl.fedoraproject.org/pub/fedora/linux/updates',
  'https://archives.fedoraproject.org/pub/archive/fedora/linux/updates',
];

/**
 * The security updates in the repository of a release. Bodhi writes them, with the packages of all architectures and the
 * source; it leaves out an update that a newer one of the same package replaced.
 * Source: github.com/fedora-infra/bodhi, bodhi/server/metadata.py; docs.fedoraproject.org, "Mirroring".
 */
export const fedora: VendorFeed = {
  id: 'fedora',
  name: 'Fedora updateinfo',
  ecosystem: ECOSYSTEM,
  size: 'small',
  limit:
    'Fedora lists the newest update of each package only: vulnerabilities that an older one fixed, and unfixed ones, are not covered',
  documentation: 'https://fedoraproject.org/wiki/Infrastructure/Mirroring',
  files: (release) =>
    release !== undefined && /^[1-9][0-9]{1,2}$/.test(release)
      ? [
          {
            name: `fedora-${release}-updateinfo.xml`,
            addresses: HOSTS.map(
              (host) => `${host}/${release}/Everything/x86_64/repodata/repomd.xml`,
            ),
            kind: 'repomd',
            release,
          },
        ]
      : [],
  releases: (now) => releasesSince('fedora', dayOf(now)),
  read: (content) => readUpdateinfo(content, ECOSYSTEM),
};
