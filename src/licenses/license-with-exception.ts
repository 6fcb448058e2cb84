import {
  joinLicenses,
  LICENSE_EXCEPTIONS,
  type License,
  type LicenseExpression,
} from './license.js';
import { licenseNamed } from './license-names.js';
import { licenseReference } from './license-reference.js';

/**
 * The license in `GPL-2+ with Font exception`, `GPLv3+ (with exceptions)`; undefined when the license is not known, and for
 * several licenses. Who gets a package may ignore an exception (GPL-3.0, section 7), so one that SPDX does not list leaves
 * the license alone. Other additions, such as `with Commons Clause`, may restrict it, and become a reference.
 */
export function licenseWithException(name: string): LicenseExpression | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const match = WITH.exec(name.trim());
  const [, base = '', open, addition = '', close] = match ?? [];
  if (!match || !open !== !close || OPERATOR.test(addition)) return undefined;
  const license = licenseNamed(base);
  if (!license || license.exception) return undefined;
  const exception = exceptionNamed(addition, license);
  if (exception) return { ...license, exception };
  return /exception|permission/i.test(addition)
    ? license
    : joinLicenses('all', [license, licenseReference(addition)]);
}

/** A longer text is not the name of a license. */
const MAX_LENGTH = 200;
const WITH = /^([^()]*?)[\s_-]+(\()?(?:with|w\/)[\s_-]+(?:an?[\s_-]+|the[\s_-]+)?([^()]+)(\))?$/i;
const OPERATOR = /[,;|&]|\b(?:and|or)[\s_-]/i;

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

function exceptionNamed(words: string, license: License): string | undefined {
  const key = keyOf(words);
  byKey ??= new Map(LICENSE_EXCEPTIONS.map((id) => [keyOf(id), id]));
  const listed = byKey.get(key);
  if (listed) return listed;
  const [, second, third = second] =
    EXCEPTIONS.find(([pattern]) => pattern.test(words.toLowerCase())) ?? [];
  return license.id.includes('-3.') ? third : second;
}

let byKey: ReadonlyMap<string, string> | undefined;

/** `Linux-syscall-note exception` names `Linux-syscall-note`. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/exceptions?/g, '')
    .replace(/[^a-z0-9.]/g, '');
}
