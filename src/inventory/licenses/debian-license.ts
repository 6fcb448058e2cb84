import { joinLicenses, type LicenseExpression, parseLicense } from '../../core/license.js';
import { licenseNamed } from './license-names.js';
import { licenseReference } from './license-reference.js';
import { licenseStatement } from './normalize-license.js';

/**
 * The license that a short name in a Debian copyright file means: `Expat`, `GPL-2+ with Font exception`. A name that is
 * none of SPDX becomes a reference: `LicenseRef-public-domain`. Source: Debian, copyright-format 1.0, 7.1.
 */
export function debianLicense(name: string): LicenseExpression {
  const key = name.trim().toLowerCase();
  const own = OF_DEBIAN.get(key);
  const license = own === undefined ? licenseNamed(name) : parseLicense(own);
  return license ?? withException(name) ?? licenseReference(name);
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

/** Words of exceptions, with the identifier for version 2 and 3 of the GNU licenses. */
const EXCEPTIONS: readonly (readonly [RegExp, string, string?])[] = [
  [/autoconf|configure/, 'Autoconf-exception-2.0', 'Autoconf-exception-3.0'],
  [/bison/, 'Bison-exception-2.2'],
  [/classpath/, 'Classpath-exception-2.0'],
  [/font/, 'Font-exception-2.0'],
  [/gcc|runtime/, 'GCC-exception-2.0', 'GCC-exception-3.1'],
  [/libtool/, 'Libtool-exception'],
  [/llvm/, 'LLVM-exception'],
  [/texinfo/, 'Texinfo-exception'],
];

function withException(name: string): LicenseExpression | undefined {
  const [, base = '', exception = ''] =
    /^(.*?)[\s-]+with[\s-]+(?:the[\s-]+)?(.*)$/i.exec(name) ?? [];
  const license = licenseNamed(base);
  const ids = EXCEPTIONS.find(([words]) => words.test(exception.toLowerCase()));
  if (!license || !ids) return undefined;
  const [, second, third = second] = ids;
  return { ...license, exception: license.id.includes('-3.') ? third : second };
}
