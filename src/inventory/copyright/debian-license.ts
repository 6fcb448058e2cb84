import { joinLicenses, type LicenseExpression, parseLicense } from '../../licenses/license.js';
import { licenseNamed } from '../../licenses/license-names.js';
import { licenseReference } from '../../licenses/license-reference.js';
import { licenseWithException } from '../../licenses/license-with-exception.js';
import { licenseStatement } from '../../licenses/normalize-license.js';

/**
 * The license that a short name in a Debian copyright file means: `Expat`, `GPL-2+ with Font exception`. A name that is
 * none of SPDX becomes a reference: `LicenseRef-public-domain`. Source: Debian, copyright-format 1.0, 7.1.
 */
export function debianLicense(name: string): LicenseExpression {
  const key = name.trim().toLowerCase();
  const own = OF_DEBIAN.get(key);
  const license = own === undefined ? licenseNamed(name) : parseLicense(own);
  return license ?? licenseWithException(name) ?? hyphenated(name) ?? licenseReference(name);
}

/** The licenses of all statements together, each with operators between short names: `GPL-1+ or Artistic, and Expat`. */
export function debianLicenses(statements: readonly string[]): LicenseExpression | undefined {
  const expressions = statements.map(
    (statement) =>
      licenseStatement(statement, (part) =>
        OPERATOR.test(part) ? undefined : debianLicense(part),
      ) ?? debianLicense(statement),
  );
  return joinLicenses('all', expressions);
}

const OPERATOR = /[,;|&()]|\s(?:and|or)\s/i;

/** Names whose license differs from what the name means elsewhere. */
const OF_DEBIAN: ReadonlyMap<string, string> = new Map([
  ['artistic', 'Artistic-1.0-Perl'],
  ['artistic-1', 'Artistic-1.0-Perl'],
  ['perl', 'Artistic-1.0-Perl OR GPL-1.0-or-later'],
]);

/** `GPL-2+-or-X11`, when all names are known. */
function hyphenated(name: string): LicenseExpression | undefined {
  const names = name.split(/-or-(?!later\b)/i);
  const licenses = names.map(licenseNamed).filter((one) => one !== undefined);
  return names.length > 1 && licenses.length === names.length
    ? joinLicenses('any', licenses)
    : undefined;
}
