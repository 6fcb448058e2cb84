import type { FeedFile, VendorFeed } from './feed.js';
import { readUpdateinfo } from './updateinfo.js';

const ECOSYSTEM = 'Amazon Linux';

/**
 * The lists of mirrors of the repositories. All architectures have the same versions, so that one is enough. The repository
 * of Amazon Linux 1, which gets no updates since 2024, has no HTTPS.
 */
const MIRROR_LISTS: ReadonlyMap<string, string | undefined> = new Map([
  ['1', undefined],
  ['2', 'https://cdn.amazonlinux.com/2/core/latest/x86_64/mirror.list'],
  ['2023', 'https://cdn.amazonlinux.com/al2023/core/mirrors/latest/x86_64/mirror.list'],
]);

/**
 * Amazon Linux Security Advisories (ALAS) of the core repositories. Extras of Amazon Linux 2 have repositories of their own,
 * which are not read.
 * Source: docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html; /etc/yum.repos.d in the images.
 */
export const amazonLinux: VendorFeed = {
  id: 'amazon-linux',
  name: 'Amazon Linux updateinfo',
  ecosystem: ECOSYSTEM,
  size: 'small',
  limit:
    'Amazon Linux advisories list fixed vulnerabilities only: unfixed vulnerabilities and the extras of Amazon Linux 2 are not covered',
  documentation: 'https://alas.aws.amazon.com/faqs.html',
  files: (release) => filesFor(release),
  releases: () => [...MIRROR_LISTS].flatMap(([release, address]) => (address ? [release] : [])),
  read: (content) => readUpdateinfo(content, ECOSYSTEM),
};

function filesFor(release: string | undefined): readonly FeedFile[] {
  if (release === undefined || !MIRROR_LISTS.has(release)) return [];
  const address = MIRROR_LISTS.get(release);
  return [
    {
      name: `amazon-linux-${release}-updateinfo.xml`,
      addresses: address === undefined ? [] : [address],
      kind: 'mirror-list',
      release,
    },
  ];
}
