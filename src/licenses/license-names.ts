import { LICENSE_IDS, type License, parseLicense } from './license.js';

/** A longer text is not the name of a license. */
const MAX_NAME_LENGTH = 200;

/**
 * The license that a name means: an identifier in any spelling (`apache 2`, `BSD 3-Clause License`), the name that Debian,
 * Fedora or PyPI use (`Expat`, `GPLv2+`, `GNU Lesser General Public License v2.1 or later`). Undefined for names that several
 * licenses have, such as `BSD`, and for others.
 */
export function licenseNamed(name: string): License | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined;
  const plain = name.trim();
  const listed = parseLicense(plain);
  if (listed?.kind === 'license') return listed;
  const [, linked] = ADDRESSES.find(([address]) => address.test(plain)) ?? [];
  if (linked !== undefined)
    return licenseOf(linked.replace('$1', SPDX_PAGE.exec(plain)?.[1] ?? ''));
  const gnu = gnuLicense(plain);
  if (gnu) return gnu;
  if (/[()]/.test(plain.replace(/\([^()]*\)/g, ''))) return undefined;
  const key = keyOf(plain);
  const id = ids().get(key) ?? ids().get(key.replace(/\+$/, ''));
  if (id === undefined) return undefined;
  return licenseOf(key.endsWith('+') && !ids().has(key) ? `${id}+` : id);
}

const SPDX_PAGE =
  /(?:spdx\.org\/licenses|opensource\.org\/licenses?)\/([\w.+-]+?)(?:\.html|\.php|\/)?$/i;

/** The addresses of license texts, which manifests and POMs have instead of names. */
const ADDRESSES: readonly (readonly [RegExp, string])[] = [
  [SPDX_PAGE, '$1'],
  [
    /^https?:\/\/(?:www\.)?apache\.org\/licenses\/(?:LICENSE-2\.0|)(?:\.txt|\.html)?\/?$/i,
    'Apache-2.0',
  ],
  [/^https?:\/\/(?:www\.)?eclipse\.org\/legal\/epl-v10/i, 'EPL-1.0'],
  [/^https?:\/\/(?:www\.)?eclipse\.org\/legal\/epl-(?:2\.0|v20)/i, 'EPL-2.0'],
  [/^https?:\/\/(?:www\.)?mozilla\.org\/(?:en-US\/)?MPL\/2\.0/i, 'MPL-2.0'],
];

function licenseOf(id: string): License | undefined {
  const license = parseLicense(id);
  return license?.kind === 'license' ? license : undefined;
}

/** Words that differ between spellings of one name. `2.0` and `2` are the same version. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/\((?:the )?([^()]*)\)\s*$/, (_, inside: string) =>
      isShortName(inside) ? '' : inside,
    )
    .replace(/\b(?:the|licen[sc]ed?|version|ver|software|open source|v)\b/g, ' ')
    .replace(/\bv(?=\d)/g, ' ')
    .replace(/[^a-z0-9+.]+/g, '')
    .replace(/(\d)\.0(?=\D|$)/g, '$1')
    .replace(/^\.+|\.+$/g, '');
}

/** `Mozilla Public License 2.0 (MPL 2.0)` says its name twice. */
function isShortName(text: string): boolean {
  return /^[a-z]{2,6}[- ]?v?[\d.]*\+?$/.test(text.trim());
}

let byKey: ReadonlyMap<string, string> | undefined;

function ids(): ReadonlyMap<string, string> {
  byKey ??= new Map([
    ...LICENSE_IDS.map((id) => [keyOf(id), id] as const),
    ...Object.entries(OTHER_NAMES).flatMap(([id, names]) =>
      names.map((name) => [keyOf(name), id] as const),
    ),
  ]);
  return byKey;
}

/**
 * Names that are not spellings of the identifier. Sources: Debian, copyright-format 1.0, 7.1; Fedora, "good licenses" before
 * 2022; PyPI, trove classifiers; the titles of the texts in the SPDX license list.
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  '0BSD': ['BSD Zero Clause', 'Zero-Clause BSD', 'BSD-0-Clause'],
  'AFL-3.0': ['Academic Free License 3.0'],
  'Apache-1.1': ['Apache Software License 1.1', 'ASL 1.1'],
  'Apache-2.0': ['Apache License 2.0', 'ASL 2.0', 'AL2', 'Apache2', 'Apache License, Version 2.0'],
  'Artistic-2.0': ['Artistic 2', 'Perl Artistic 2'],
  'BSD-2-Clause': ['BSD 2', '2-Clause BSD', 'Simplified BSD', 'FreeBSD', 'BSD two-clause'],
  'BSD-3-Clause': [
    ...['BSD 3', '3-Clause BSD', 'New BSD', 'Modified BSD', 'Revised BSD', 'BSD three-clause'],
    ...['BSD New', 'Eclipse Distribution License 1.0', 'EDL 1.0', 'BSD (3-clause)'],
  ],
  'BSD-4-Clause': ['BSD 4', '4-Clause BSD', 'Original BSD', 'BSD with advertising'],
  'BSD-4-Clause-UC': ['BSD-4-clause-UC'],
  'BSL-1.0': ['Boost', 'Boost Software License 1.0', 'Boost-1.0'],
  'CC0-1.0': ['CC0', 'CC0 1.0 Universal', 'CC-0', 'CC0 1.0 Universal Public Domain Dedication'],
  'CDDL-1.0': ['CDDL', 'Common Development and Distribution License 1.0'],
  'CDDL-1.1': ['Common Development and Distribution License 1.1'],
  'CPL-1.0': ['Common Public License 1.0', 'CPL'],
  'EPL-1.0': ['Eclipse Public License 1.0'],
  'EPL-2.0': ['Eclipse Public License 2.0'],
  'EUPL-1.2': ['European Union Public License 1.2'],
  FTL: ['Freetype', 'FreeType License'],
  ICU: ['Unicode ICU'],
  IJG: ['Independent JPEG Group'],
  ISC: ['ISC License', 'ISCL', 'Internet Systems Consortium'],
  Libpng: ['libpng license'],
  MIT: [
    'Expat',
    'MIT/X11',
    'X11/MIT',
    'MIT Expat',
    'Expat/MIT',
    'MIT-style',
    'MIT+no-false-attribs',
  ],
  'MPL-1.0': ['Mozilla Public License 1.0'],
  'MPL-1.1': ['Mozilla Public License 1.1'],
  'MPL-2.0': ['Mozilla Public License 2.0', 'MPL2'],
  NCSA: ['University of Illinois/NCSA', 'UIUC', 'University of Illinois/NCSA Open Source License'],
  'OFL-1.1': ['OFL', 'SIL OFL 1.1', 'SIL Open Font License 1.1', 'SIL Open Font License'],
  'OLDAP-2.8': ['OpenLDAP', 'OpenLDAP-2.8'],
  'PHP-3.01': ['PHP License 3.01'],
  'PSF-2.0': [
    'PSF',
    'PSFL',
    'Python Software Foundation License',
    'Python Software Foundation',
    'PSF2',
  ],
  Ruby: ["Ruby's", 'Ruby License'],
  'UPL-1.0': ['Universal Permissive License 1.0', 'UPL'],
  Unlicense: ['The Unlicense', 'Unlicensed (public domain)'],
  Vim: ['Vim License'],
  WTFPL: ['WTFPL-2', 'Do What The Fuck You Want To Public License'],
  Zlib: ['zlib License', 'zlib/libpng'],
  'ZPL-2.1': ['Zope Public License 2.1', 'Zope Public License', 'ZPL'],
  curl: ['MIT/curl'],
};

const GNU_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:lgpl|(?:lesser|library) general public|(?:lesser|library) gpl)/, 'LGPL'],
  [/^(?:agpl|affero general public|affero gpl)/, 'AGPL'],
  [/^(?:gfdl|fdl|free documentation)/, 'GFDL'],
  [/^(?:gpl|general public)/, 'GPL'],
];
const FIRST_VERSION: ReadonlyMap<string, string> = new Map([
  ['GPL', '1.0'],
  ['LGPL', '2.0'],
  ['AGPL', '3.0'],
]);
const GNU_REST =
  /^(?:[v,]|ver(?:sion|\.)?|licen[sc]e)*(\d(?:\.\d)?)?(?:\.0)?,?(only|\+|orlater(?:versions?)?|or(?:any)?(?:later|newer|greater|above)(?:versions?)?|andlater)?$/;

/** `GPL-2+`, `LGPLv2.1`, `GNU General Public License v3 or later (GPLv3+)`. Without a version any may be chosen. */
function gnuLicense(name: string): License | undefined {
  const text = name
    .toLowerCase()
    .replace(/\s*\([al]*gplv?[\d.]*\+?\)\s*$/, '')
    .replace(/^(?:the )?(?:gnu[ -])?/, '')
    .trim();
  const [pattern, family] = GNU_FAMILIES.find(([start]) => start.test(text)) ?? [];
  if (!pattern || !family) return undefined;
  const rest = text.replace(pattern, '').replace(/[\s_()-]+/g, '');
  const match = GNU_REST.exec(rest);
  if (!match) return undefined;
  const [, version, suffix] = match;
  const first = FIRST_VERSION.get(family);
  if (version === undefined)
    return first && suffix !== 'only' ? licenseOf(`${family}-${first}-or-later`) : undefined;
  const full = version.includes('.') ? version : `${version}.0`;
  return licenseOf(
    `${family}-${full}-${suffix === undefined || suffix === 'only' ? 'only' : 'or-later'}`,
  );
}
