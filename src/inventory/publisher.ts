import type { Distribution } from '../core/package.js';
import type { FoundPackage } from './cataloger.js';

/**
 * Whether the distribution publishes a package of its database, as far as the record shows: others install packages too, and
 * the distribution's advisories do not know them. False if the record does not show it. Sources: Debian policy 5.6.2
 * (Maintainer); rpm, lib/rpmtag.h (Vendor); Alpine wiki, "Apk spec", field c; PKGBUILD(5), PACKAGER; Portage, `repository`;
 * xbps, `repository`.
 */
export function isOfDistribution(
  { type, publisher, source }: FoundPackage,
  distribution: Distribution | undefined,
): boolean {
  if (publisher === undefined) return false;
  switch (type) {
    case 'deb':
      return isOfDebian(publisher);
    case 'apk':
      // Of the repository of build scripts. Builders of single packages write none.
      return source !== undefined && /^[0-9a-f]{40}$/.test(publisher);
    case 'rpm':
      return distribution !== undefined && isVendor(publisher, distribution);
    case 'alpm':
      return /@(?:archlinux\.org|archlinuxarm\.org|manjaro\.org)>?\s*$/i.test(publisher);
    case 'ebuild':
      return publisher === 'gentoo';
    case 'xbps':
      return /^https?:\/\/(?:[\w-]+\.){0,4}voidlinux\.org\//i.test(publisher);
    default:
      return false;
  }
}

/** Who distributes a package of a database: the distribution, or the publisher that the record names. */
export function supplierOf(
  found: FoundPackage,
  distribution: Distribution | undefined,
): string | undefined {
  const { type, publisher } = found;
  if (distribution?.name && type !== 'rpm' && isOfDistribution(found, distribution))
    return distribution.name;
  // The publisher of an apk is a commit.
  return type === 'apk' ? undefined : publisher?.replace(/\s*<[^>]*>\s*$/, '') || undefined;
}

/**
 * Whether `Origin` or `Maintainer` names Debian or Ubuntu: `Debian`, `Name <team@tracker.debian.org>`. Maintainers who write
 * an address of their own are not known, since a package of somebody else looks the same.
 */
export function isOfDebian(publisher: string): boolean {
  return DEBIAN.test(publisher) || publisher.endsWith(MAINTAINER_OF_GIT);
}

const DEBIAN =
  /^(?:debian|ubuntu)$|@(?:[\w-]+\.){0,4}(?:debian\.(?:org|net)|ubuntu\.com|canonical\.com)>?\s*$/i;
/** Many images have Debian's git, whose maintainer writes an address of his own. */
const MAINTAINER_OF_GIT = '<jrnieder@gmail.com>';

/** The beginnings of the vendor in the packages of distributions, by os-release ID. */
const VENDORS: ReadonlyMap<string, RegExp> = new Map([
  ['rhel', /^red hat/i],
  ['centos', /^(?:centos|red hat)/i],
  ['ol', /^oracle/i],
  ['amzn', /^amazon/i],
  ['sles', /^suse/i],
  ['opensuse-leap', /^(?:open)?suse/i],
  ['opensuse-tumbleweed', /^(?:open)?suse/i],
  ['photon', /^(?:vmware|broadcom)/i],
  ['mariner', /^microsoft/i],
  ['azurelinux', /^microsoft/i],
  ['openeuler', /openeuler/i],
]);

/** The packages of a distribution without an entry have its name as their vendor: `Fedora Project`. */
function isVendor(vendor: string, { id }: Distribution): boolean {
  return VENDORS.get(id)?.test(vendor) ?? vendor.toLowerCase().startsWith(id);
}
