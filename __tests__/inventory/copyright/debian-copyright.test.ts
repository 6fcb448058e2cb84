import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { readDebianCopyright } from '../../../src/inventory/copyright/debian-copyright.js';

const FORMAT = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';
const paragraphs = (...texts: readonly string[]) => [FORMAT, ...texts].join('\n');
const files = (license: string) => `Files: *\nCopyright: 2020 A\nLicense: ${license}\n text\n`;

describe('a machine-readable copyright file', () => {
  test.each([
    [[files('Expat')], ['Expat'], 'MIT'],
    [[files('GPL-2+'), files('Expat')], ['GPL-2+', 'Expat'], 'GPL-2.0-or-later AND MIT'],
    [[files('Expat'), files('Expat')], ['Expat'], 'MIT'],
    [
      [files('GPL-1+ or Artistic, and BSD-3-clause')],
      ['GPL-1+ or Artistic, and BSD-3-clause'],
      '(GPL-1.0-or-later OR Artistic-1.0-Perl) AND BSD-3-Clause',
    ],
    [[files('public-domain')], ['public-domain'], 'LicenseRef-public-domain'],
    [
      [files('GPL-3+ with GCC-Runtime exception')],
      ['GPL-3+ with GCC-Runtime exception'],
      'GPL-3.0-or-later WITH GCC-exception-3.1',
    ],
    [
      [files('GPL-3+ with OpenSSL exception')],
      ['GPL-3+ with OpenSSL exception'],
      'GPL-3.0-or-later',
    ],
    [[files('GPL-2+-or-X11')], ['GPL-2+-or-X11'], 'GPL-2.0-or-later OR X11'],
    [[files('GPL-2+-or-Acme')], ['GPL-2+-or-Acme'], 'LicenseRef-GPL-2-or-later-or-Acme'],
    [
      [files('Expat'), 'Files: s/*\nLicense:\n AGPL-3\n'],
      ['Expat', 'AGPL-3'],
      'MIT AND AGPL-3.0-only',
    ],
    [['Files: *\nLicense: Expat\nLicense: AGPL-3\n'], ['Expat', 'AGPL-3'], 'MIT AND AGPL-3.0-only'],
    [
      [files(`Expat and ${'x'.repeat(600)}`)],
      [`Expat and ${'x'.repeat(600)}`],
      `MIT AND LicenseRef-${'x'.repeat(100)}`,
    ],
    [[files('my <own> (license)')], ['my <own> (license)'], 'LicenseRef-my-own-license'],
    [[files('Expat'), 'License: ISC\n Permission …\n'], ['Expat'], 'MIT'],
    [['License: ISC\n Permission …\n'], ['ISC'], 'ISC'],
    [['Files: a\nCopyright: x\n'], [], undefined],
    [[`Files:\n a\n b\nLicense:\tZlib \r\n`, files('ISC')], ['Zlib', 'ISC'], 'Zlib AND ISC'],
    // The files of the packaging are not in the package.
    [[files('Expat'), 'Files: debian/*\nLicense: GPL-3+\n'], ['Expat'], 'MIT'],
    [[files('Expat'), 'Files:\n debian/*\n ./debian/*\nLicense: GPL-3+\n'], ['Expat'], 'MIT'],
    [['Files: debian/*\nLicense: ISC\n', 'License: Expat\n text\n'], ['ISC'], 'ISC'],
    [[files('Expat'), 'Files: debian/* lib.c\nLicense: ISC\n'], ['Expat', 'ISC'], 'MIT AND ISC'],
    [[files('Expat'), 'Files: debian/patches/*\nLicense: ISC\n'], ['Expat', 'ISC'], 'MIT AND ISC'],
    [['\ufeffFiles: *\nLicense : MIT\n'], ['MIT'], 'MIT'],
  ])('%j has the statements %j', (texts, statements, license) => {
    expect(readDebianCopyright(paragraphs(...texts))).toEqual({ statements, license });
  });

  it('may have the license in its header, and an older name of the format', () => {
    const text = 'Format-Specification: http://dep.debian.net/deps/dep5/\nLicense: ISC\n';
    expect(readDebianCopyright(text).license).toBe('ISC');
  });

  it('of many thousand paragraphs is read in full up to a thousand statements', () => {
    const text = paragraphs(...Array.from({ length: 10_000 }, (_, i) => files(`own-${i}`)));
    expect(readDebianCopyright(text).statements).toHaveLength(1_000);
  });
});

describe('a copyright file in free form', () => {
  test.each([
    [
      'MIT',
      'Permission is hereby granted, free of charge,\n to any person obtaining a copy of\n * this software and',
    ],
    [
      'GPL-2.0-or-later',
      'under the terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.\nOn Debian systems see /usr/share/common-licenses/GPL-2',
    ],
    ['GPL-2.0-only', 'under the GNU General Public License, version 2'],
    [
      'LGPL-2.1-or-later',
      'GNU Lesser General Public License ... version 2.1 of the License, or (at your option) any later',
    ],
    ['GPL-3.0-only', "See `/usr/share/common-licenses/GPL-3'."],
    ['GPL-1.0-or-later', 'See /usr/share/common-licenses/GPL.'],
    ['Apache-2.0', 'Licensed under the Apache License, Version 2.0 (the "License")'],
    [
      'BSD-2-Clause',
      'Redistribution and use in source and binary forms, with or without modification, are permitted',
    ],
    [
      'BSD-3-Clause',
      'Redistribution and use in source and binary forms, with or without\nmodification, are permitted. Neither the name of the University nor the names',
    ],
    [
      'BSD-4-Clause',
      'Redistribution and use in source and binary forms, with or without modification, are permitted. All advertising materials mentioning features',
    ],
    [
      'MIT AND GPL-2.0-only',
      'Permission is hereby granted, free of charge, to any person obtaining a copy of this software. The rest is under the GNU General Public License version 2.',
    ],
    [
      'Artistic-1.0-Perl OR GPL-1.0-or-later',
      'the same terms as Perl itself: the Artistic License, or the GNU General Public License, version 1, or (at your option) any later version',
    ],
    ['LicenseRef-public-domain', 'This software is in the public domain.'],
    ['ISC', 'Copyright me\n\nLicense: ISC\n'],
    [
      'BSD-3-Clause',
      'Redistribution and use in source and binary forms of the software as well as documentation, with or without modification, are permitted. * The names of the contributors may not be used',
    ],
    [
      'Info-ZIP',
      'Copyright and license:\n\nThis is version 2009-Jan-02 of the Info-ZIP license.\n',
    ],
    [undefined, 'Copyright and license:\n\nDo what you like.'],
    [undefined, 'Upstream Software License\n\nDo what you like.\nLicense: see below\n'],
    ['The Own License', 'Copyright and license:\n\nThe Own License\n\nDo what you like.'],
    ['The Own License', 'Copyright me\n\n  The Own License\n\nDo what you like.'],
    [undefined, 'Copyright me. All rights reserved.'],
    [undefined, ''],
  ])('is %j: %j', (license, text) => {
    expect(readDebianCopyright(text)).toEqual({ statements: [], license });
  });
});

it('any text is read without an error, and the license is one line', () => {
  const words = fc.constantFrom(
    'Format: x',
    'Files: *',
    'License: GPL-2+',
    '\n',
    ' or ',
    'gnu gpl',
    '\u001b[31m',
  );
  const texts = fc.array(words, { maxLength: 40 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), texts), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in a license
      expect(readDebianCopyright(text).license ?? '').not.toMatch(/[\u0000-\u001f]/);
    }),
  );
});

const MIT_TEXT =
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and more\n\n';

test.each([
  ['The server is licensed under AGPLv3.', 'MIT AND AGPL-3.0-only'],
  ['The server is licensed under GPL2+.', 'MIT AND GPL-2.0-or-later'],
  ['It is under the GNU Affero General Public License.', 'MIT AND AGPL-3.0-or-later'],
  ['It is under the terms of the GNU General Public License.', 'MIT AND GPL-1.0-or-later'],
  ['It is under the Affero GPL, version 3.', 'MIT AND AGPL-3.0-only'],
  ['It may be combined with the GNU Affero General Public License.', 'MIT'],
  ['This is under the Server Side Public License, version 1.', 'MIT AND SSPL-1.0'],
  ['License: AGPL-3.0-only', 'MIT AND AGPL-3.0-only'],
  ['# SPDX-License-Identifier: ISC OR SSPL-1.0', 'MIT AND (ISC OR SSPL-1.0)'],
  [
    'The libraries are licensed under the terms of the GNU General Public License (v3 or later) with version 3.1 of the GCC Runtime Library Exception.',
    'MIT AND GPL-3.0-or-later WITH GCC-exception-3.1 AND GPL-3.0-or-later',
  ],
  ['License: see the file', 'MIT'],
])('the text of MIT and %j is under %s', (text, license) => {
  expect(readDebianCopyright(`${MIT_TEXT}${text}\n`).license).toBe(license);
});
