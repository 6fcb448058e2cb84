import { formatLicense, joinLicenses, type LicenseExpression, parseLicense } from './license.js';
import { licenseReference } from './license-reference.js';

/**
 * Licenses that all apply, as one: several entries of a list, or those of one package at several places. A text that is no
 * SPDX expression stays when it is alone, and becomes a reference among others. Those that are undefined do not count.
 */
export function allLicenses(licenses: readonly (string | undefined)[]): string | undefined {
  const different = new Set(licenses.filter((one) => one !== undefined && one !== ''));
  const [first, ...others] = different;
  if (first === undefined || others.length === 0) return first;
  const expressions = [first, ...others].map(
    (one = ''): LicenseExpression => parseLicense(one) ?? licenseReference(one),
  );
  const joined = joinLicenses('all', expressions);
  return joined && formatLicense(joined);
}
