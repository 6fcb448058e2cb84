import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { licenseNormalizer, normalizeLicense } from '../../src/licenses/normalize-license.js';

describe('the license of a package', () => {
  test.each([
    // Expressions.
    ['MIT', 'MIT'],
    ['MIT OR GPL-2.0+', 'MIT OR GPL-2.0-or-later'],
    ['apache-2.0', 'Apache-2.0'],
    // Names of one license.
    ['Apache License, Version 2.0', 'Apache-2.0'],
    ['The Apache Software License, Version 2.0', 'Apache-2.0'],
    ['Apache 2', 'Apache-2.0'],
    ['The MIT License', 'MIT'],
    ['MIT License', 'MIT'],
    ['Expat', 'MIT'],
    ['BSD 3-Clause License', 'BSD-3-Clause'],
    ['New BSD License', 'BSD-3-Clause'],
    ['ISC License (ISCL)', 'ISC'],
    ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
    ['Eclipse Public License v2.0', 'EPL-2.0'],
    ['Python Software Foundation License', 'PSF-2.0'],
    ['zlib/libpng', 'Zlib'],
    ['MPL-1.1+', 'MPL-1.1+'],
    // GNU.
    ['GPL', 'GPL-1.0-or-later'],
    ['GPL-2', 'GPL-2.0-only'],
    ['GPLv2+', 'GPL-2.0-or-later'],
    ['LGPL-2.1+', 'LGPL-2.1-or-later'],
    ['GPL v3', 'GPL-3.0-only'],
    ['GNU GPL', 'GPL-1.0-or-later'],
    ['GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later'],
    ['GNU Lesser General Public License, version 2.1', 'LGPL-2.1-only'],
    ['GNU Affero General Public License v3', 'AGPL-3.0-only'],
    ['GNU-AGPL-3', 'AGPL-3.0-only'],
    ['GFDL-1.3+', 'GFDL-1.3-or-later'],
    // Identifiers that SPDX does not list.
    [
      'BSD-3-Clause AND AGPL-3.0-only AND Acme-1',
      'BSD-3-Clause AND AGPL-3.0-only AND LicenseRef-Acme-1',
    ],
    ['MIT OR (Acme-1 AND SSPL-1.0)', 'MIT OR LicenseRef-Acme-1 AND SSPL-1.0'],
    ['AGPL-3.0-only+', 'AGPL-3.0-or-later'],
    // Exceptions.
    ['AGPL-3.0+ with linking exception', 'AGPL-3.0-or-later'],
    ['GPL-3.0-only WITH Clazzpath-exception', 'GPL-3.0-only'],
    ['GPLv2+ with exceptions and MIT', 'GPL-2.0-or-later AND MIT'],
    ['GPLv2 (with exceptions)', 'GPL-2.0-only'],
    ['GPL-2-with-Linux-syscall-note-exception', 'GPL-2.0-only WITH Linux-syscall-note'],
    [
      'GPL-2+ with Classpath exception or MIT',
      'GPL-2.0-or-later WITH Classpath-exception-2.0 OR MIT',
    ],
    ['Apache License 2.0 with LLVM exceptions', 'Apache-2.0 WITH LLVM-exception'],
    ['Apache-2.0 with Commons Clause', 'Apache-2.0 AND LicenseRef-Commons-Clause'],
    [
      'GPLv3 with OpenSSL and other exceptions',
      'GPL-3.0-only AND LicenseRef-OpenSSL AND LicenseRef-other-exceptions',
    ],
    ['GPLv3 (with OpenSSL exception', 'GPLv3 (with OpenSSL exception'],
    // Statements.
    ['GPLv2+ and MIT', 'GPL-2.0-or-later AND MIT'],
    ['(MIT or GPLv2+) and BSD-3-clause', '(MIT OR GPL-2.0-or-later) AND BSD-3-Clause'],
    ['MIT/Apache-2.0', 'MIT OR Apache-2.0'],
    ['MIT, ISC', 'MIT AND ISC'],
    ['GPL-1+ or Artistic-2.0, and Expat', '(GPL-1.0-or-later OR Artistic-2.0) AND MIT'],
    ['Apache License 2.0 | MIT', 'Apache-2.0 OR MIT'],
    ['GNU GPL, version 2 or any later version, and MIT', 'GPL-2.0-or-later AND MIT'],
    [
      'GNU Affero General Public License v3 OR Apache License, Version 2.0',
      'AGPL-3.0-only OR Apache-2.0',
    ],
    [
      'MIT License AND GNU Affero General Public License v3 or later (AGPLv3+)',
      'MIT AND AGPL-3.0-or-later',
    ],
    ['AGPL', 'AGPL-3.0-or-later'],
    // R.
    ['AGPL (>= 3)', 'AGPL-3.0-or-later'],
    ['GPL (>= 2)', 'GPL-2.0-or-later'],
    ['GPL (== 3)', 'GPL-3.0-only'],
    ['GPL (>= 2, < 4) | MIT', 'GPL-2.0-or-later OR MIT'],
    ['LGPL (>= 2.1)', 'LGPL-2.1-or-later'],
    ['Apache License (== 2.0)', 'Apache-2.0'],
    ['GPL>=3', 'GPL-3.0-or-later'],
    // Parts that are not known are references, next to those that are.
    ['MIT and something else', 'MIT AND LicenseRef-something-else'],
    ['AGPL-3.0-only OR Commercial', 'AGPL-3.0-only OR LicenseRef-Commercial'],
    [
      'GNU General Public License v3 (GPLv3) AND Other/Proprietary License',
      'GPL-3.0-only AND LicenseRef-Other-Proprietary-License',
    ],
    ['GNU AGPLv3 or commercial', 'AGPL-3.0-only OR LicenseRef-commercial'],
    ['(GPLv3 or BSD), own', '(GPL-3.0-only OR LicenseRef-BSD) AND LicenseRef-own'],
    // The text is kept.
    ['BSD and own', 'BSD and own'],
    ['see http://example.com/MIT', 'see http://example.com/MIT'],
    ['MIT and', 'MIT and'],
    ['It is free. Do what you want, MIT', 'It is free. Do what you want, MIT'],
    ['BSD', 'BSD'],
    ['Apache', 'Apache'],
    ['GPL-2+ with my exception', 'GPL-2.0-or-later'],
    ['SEE LICENSE IN LICENSE.txt', 'SEE LICENSE IN LICENSE.txt'],
    ['(MIT', '(MIT'],
    ['MIT)', 'MIT)'],
    ['((MIT or ISC) and (Expat))', '(MIT OR ISC) AND MIT'],
    ['GPL-9', 'GPL-9'],
    ['', ''],
    ['/', '/'],
  ])('%j is %j', (statement, expected) => {
    expect(normalizeLicense(statement)).toBe(expected);
  });

  it('may have a part of 100 characters that is not known, but no longer one', () => {
    const name = 'x'.repeat(100);
    expect(normalizeLicense(`MIT or ${name}`)).toBe(`MIT OR LicenseRef-${name}`);
    expect(normalizeLicense(`MIT or ${name}x`)).toBe(`MIT or ${name}x`);
  });

  it('of more than 1,000 characters is kept as it is', () => {
    const spaces = ' '.repeat(989);
    expect(normalizeLicense(`Expat or${spaces}ISC`)).toBe('MIT OR ISC');
    expect(normalizeLicense(`Expat or${spaces} ISC`)).toBe(`Expat or${spaces} ISC`);
  });

  it('is the same after it is normalized again', () => {
    const words = fc.constantFrom('MIT', 'GPL-2+', 'and', 'or', '(', ')', ',', '/', 'Expat', 'x');
    const statements = fc.array(words, { maxLength: 30 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string(), statements), (statement) => {
        const once = normalizeLicense(statement);
        expect(normalizeLicense(once)).toBe(once);
      }),
    );
  });
});

describe('the licenses of one image', () => {
  it('are normalized as each alone', () => {
    const { normalize } = licenseNormalizer();
    const statements = ['Apache License, Version 2.0', 'own text', 'Apache License, Version 2.0'];
    expect(statements.map(normalize)).toEqual(['Apache-2.0', 'own text', 'Apache-2.0']);
  });

  it('are not known after 2 MiB of different ones, and those that were known before stay', () => {
    const licenses = licenseNormalizer();
    const long = (start: number) => String(start).padEnd(1_000_000, ' x');
    const found = [long(1), 'MIT', long(2), long(3), long(4), 'MIT'].map(licenses.normalize);
    expect(found.map((one) => one !== undefined)).toEqual([true, true, true, false, false, true]);
    expect(licenses.dropped).toBe(2);
  });
});
