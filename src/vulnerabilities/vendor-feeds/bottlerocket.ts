import type { VendorFeed } from './feed.js';
import { readUpdateinfo } from './updateinfo.js';

const ECOSYSTEM = 'Bottlerocket';

/** Bottlerocket's security advisories. Source: github.com/bottlerocket-os/bottlerocket, SECURITY_GUIDANCE.md and advisories/. */
export const bottlerocket: VendorFeed = {
  id: 'bottlerocket',
  name: 'Bottlerocket updateinfo',
  ecosystem: ECOSYSTEM,
  size: 'small',
  limit:
    'Bottlerocket advisories list fixed vulnerabilities only: unfixed vulnerabilities are not covered',
  documentation: 'https://github.com/bottlerocket-os/bottlerocket/tree/develop/advisories',
  files: () => [
    {
      name: 'bottlerocket-updateinfo.xml',
      addresses: ['https://advisories.bottlerocket.aws/updateinfo.xml.gz'],
      release: undefined,
    },
  ],
  read: (content) => readUpdateinfo(content, ECOSYSTEM),
};
