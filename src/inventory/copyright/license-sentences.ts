import {
  formatLicense,
  joinLicenses,
  type LicenseExpression,
  parseLicense,
} from '../../licenses/license.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { cleanString } from '../file-content.js';

/** Copyright files are shorter, or repeat their licenses. */
const MAX_TEXT_LENGTH = 512 * 1024;

/**
 * The licenses of which a text has known sentences, as an SPDX expression; else the name in a line such as
 * `License: NAME`; undefined when it has neither. A text may contain several licenses, which all count.
 */
export function recognizeLicenses(text: string): string | undefined {
  const words = text
    .slice(0, MAX_TEXT_LENGTH)
    .toLowerCase()
    .replace(/ [\s*#|>"'`“”‘’]+|[^\S ][\s*#|>"'`“”‘’]*|[*#|>"'`“”‘’][\s*#|>"'`“”‘’]*/g, ' ');
  const ids = [
    ...SENTENCES.filter(([, pattern]) => pattern.test(words)).map(([id]) => id),
    ...bsdLicenses(words),
    ...gnuLicenses(words),
  ];
  const all = [...ids.map(parseLicense).filter(isExpression), ...declaredLicenses(text)];
  const found = joinLicenses('all', all);
  const expression = found && orPerl(found, words);
  return expression ? formatLicense(expression) : namedLicense(text);
}

const DECLARED =
  /^[ \t*#/;]*(?:licen[sc]e|spdx-license-identifier)[ \t]*:[ \t]*(\S.{0,199}?)[ \t.\r]*$/gim;
const MAX_DECLARED = 50;

/** The known licenses in lines such as `License: NAME`, which also stand next to the text of another license. */
function declaredLicenses(text: string): LicenseExpression[] {
  const lines = new Set<string>();
  for (const [, line = ''] of text.slice(0, MAX_TEXT_LENGTH).matchAll(DECLARED)) {
    if (lines.size < MAX_DECLARED) lines.add(line);
  }
  return [...lines].map((line) => parseLicense(normalizeLicense(line))).filter(isExpression);
}

function isExpression(value: LicenseExpression | undefined): value is LicenseExpression {
  return value !== undefined;
}

/**
 * Sentences of licenses, in lower case and with single spaces. Sources: the texts of the SPDX license list; Debian policy
 * 12.5 (`/usr/share/common-licenses`).
 */
const SENTENCES: readonly (readonly [string, RegExp])[] = [
  [
    'MIT',
    /permission is hereby granted, free of charge, to any person obtaining a copy of (?:this|the) (?:software|work|font|code)/,
  ],
  [
    'ISC',
    /permission to use, copy, modify,? and(?:\/or)? distribute this software(?: and its documentation)? for any purpose with or without fee is hereby granted/,
  ],
  [
    'HPND',
    /permission to use, copy, modify,? (?:and )?distribute(?:,? and sell)? this software and its documentation for any purpose (?:and without fee is hereby granted|is hereby granted without fee)/,
  ],
  ['Zlib', /the origin of this software must not be misrepresented/],
  [
    'Apache-2.0',
    /common-licenses\/apache-2\.0|licensed under the apache license,? version 2\.0|apache license version 2\.0, january 2004/,
  ],
  ['PSF-2.0', /python software foundation license version 2|psf license agreement/],
  ['MPL-1.1', /common-licenses\/mpl-1\.1|mozilla public license,? (?:version|v\.?) ?1\.1/],
  ['MPL-2.0', /common-licenses\/mpl-2\.0|mozilla public license,? (?:version|v\.?) ?2\.0/],
  ['CC0-1.0', /common-licenses\/cc0-1\.0|cc0 1\.0 universal/],
  ['OFL-1.1', /sil open font license,? version 1\.1/],
  [
    'GPL-3.0-or-later WITH GCC-exception-3.1',
    /licensed under the terms of the gnu general public license \(v3 or later\) with version 3\.1 of the gcc runtime library exception/,
  ],
  ['BSL-1.0', /boost software license - version 1\.0|distributed under the boost software license/],
  ['SSPL-1.0', /server side public license/],
  ['OpenSSL', /for use in the openssl toolkit/],
  ['Artistic-2.0', /artistic license 2\.0|artistic license,? version 2/],
  [
    'Artistic-1.0-Perl',
    /common-licenses\/artistic\b|the artistic license (?:which comes|distributed) with|same terms as perl/,
  ],
  [
    'TCL',
    /the authors hereby grant permission to use, copy, modify, distribute,? and license this software/,
  ],
  ['Boehm-GC', /permission is hereby granted to use or copy this program,? for any purpose/],
  ['Info-ZIP', /version [\w-]{1,20} of the info-zip (?:copyright and )?licen[sc]e/],
  ['IJG', /this software is based in part on the work of the independent jpeg group/],
  [
    'LicenseRef-public-domain',
    /(?:is|are|was|were|been|placed|released|put|donated|dedicated)(?: hereby)?(?: placed| released| put| dedicated)? (?:in|into|to) the public domain/,
  ],
];

const BSD =
  /redistribution and use (?:in|of) [^.]{0,80}source and binary forms(?: of [^.,]{0,80})?,? with or without modification/g;
/** The longest of these licenses has fewer characters. */
const BSD_LENGTH = 2_000;

/** The text of a license goes to the next one. */
function bsdLicenses(words: string): string[] {
  const starts = [...words.matchAll(BSD)].map(({ index }) => index);
  const ids = starts.map((start, i) => {
    const part = words.slice(start, Math.min(starts[i + 1] ?? words.length, start + BSD_LENGTH));
    if (/all advertising materials mentioning/.test(part)) return 'BSD-4-Clause';
    return /endorse or promote|neither the names?|names? of (?:the )?(?:author|copyright holder|contributors)[^.]{0,60} may not be used/.test(
      part,
    )
      ? 'BSD-3-Clause'
      : 'BSD-2-Clause';
  });
  if (/common-licenses\/bsd\b/.test(words)) ids.push('BSD-3-Clause');
  return [...new Set(ids)];
}

const GNU =
  /\b(?:gnu )?(lesser |library |affero )?(general public licen[sc]e|\bgpl(?=v?\d|\b)|free documentation licen[sc]e)|\b(lgpl|agpl|gfdl)(?=v?\d|\b)/g;
const GNU_FILE = /common-licenses\/(l?gpl|gfdl)(?:-(\d(?:\.\d)?))?/g;
/** Characters after the name of the license that say which version it is. */
const GNU_GRANT_LENGTH = 260;

/** A grant says `version 2 of the License, or (at your option) any later version`. */
function gnuLicenses(words: string): string[] {
  const later = new Set<string>();
  const only = new Set<string>();
  const matches = [...words.matchAll(GNU)];
  for (const [i, match] of matches.entries()) {
    const end = Math.min(matches[i + 1]?.index ?? words.length, match.index + GNU_GRANT_LENGTH);
    const rest = words.slice(match.index + match[0].length, end);
    const version = /^(?:.{0,120}?\b(?:version |v\.? ?|-))?(\d(?:\.\d)?)/.exec(rest)?.[1];
    const first =
      version && `${familyOf(match)}-${version.includes('.') ? version : `${version}.0`}`;
    if (!first) continue;
    (/(?:any|or|and) (?:\(at your option\) )?(?:any )?(?:later|newer)|\d\+/.test(rest)
      ? later
      : only
    ).add(first);
  }
  if (later.size + only.size === 0) {
    for (const [, family = '', version] of words.matchAll(GNU_FILE)) {
      const name = family.toUpperCase();
      if (version) only.add(`${name}-${version.includes('.') ? version : `${version}.0`}`);
      else later.add(`${name}-${name === 'LGPL' ? '2.0' : name === 'GPL' ? '1.0' : '1.1'}`);
    }
  }
  for (const first of grantsWithoutVersion(words, matches)) {
    const [family] = first.split('-');
    if (![...later, ...only].some((id) => id.startsWith(`${family}-`))) later.add(first);
  }
  return [
    ...[...later].map((id) => `${id}-or-later`),
    ...[...only].filter((id) => !later.has(id)).map((id) => `${id}-only`),
  ];
}

const FIRST_VERSIONS: Readonly<Record<string, string>> = {
  AGPL: 'AGPL-3.0',
  GFDL: 'GFDL-1.1',
  GPL: 'GPL-1.0',
  LGPL: 'LGPL-2.0',
};

/** `under the terms of the GNU Affero General Public License`: any version may be chosen. Other sentences only name it. */
function grantsWithoutVersion(words: string, matches: readonly RegExpExecArray[]): string[] {
  return matches
    .filter(({ index }) =>
      /\bunder (?:the )?(?:terms (?:and conditions )?of )?(?:the )?$/.test(
        words.slice(Math.max(0, index - 60), index),
      ),
    )
    .flatMap((match) => FIRST_VERSIONS[familyOf(match)] ?? []);
}

function familyOf([, kind, name = '', short]: RegExpExecArray): string {
  if (short) return short.toUpperCase();
  if (name.startsWith('free')) return 'GFDL';
  if (kind === 'affero ') return 'AGPL';
  return kind ? 'LGPL' : 'GPL';
}

/** Perl and most of its modules are under the Artistic License or the GPL. */
function orPerl(expression: LicenseExpression, words: string): LicenseExpression {
  if (expression.kind !== 'all' || !/same terms as perl|either:? a\) the gnu general/.test(words))
    return expression;
  const isPerl = (one: LicenseExpression) =>
    one.kind === 'license' && /^(?:GPL-1\.0-or-later|Artistic-1\.0-Perl)$/.test(one.id);
  const choice = joinLicenses('any', expression.of.filter(isPerl));
  const rest = expression.of.filter((one) => !isPerl(one));
  return joinLicenses('all', [...(choice ? [choice] : []), ...rest]) ?? expression;
}

/** `License: NAME`, or a title such as `THE X LICENSE`. */
function namedLicense(text: string): string | undefined {
  const start = text.slice(0, 65_536);
  for (const line of [FIELD, TITLE])
    for (const [, found] of start.matchAll(line)) {
      const name = cleanString(found, 100);
      if (name && !isHeading(name)) return normalizeLicense(name);
    }
  return undefined;
}

const FIELD = /^[ \t]*licen[sc]e[ \t]*:[ \t]*(\S.{0,99})$/gim;
const TITLE = /^[ \t]*((?:the )?[A-Z][^\n.:;]{0,60} licen[sc]e(?: v?\d[\d.]*)?)[ \t]*:?$/gim;

/** `Copyright and license`, `see below`: words that the heading of any license has, and no name. */
function isHeading(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text.replace(HEADING_WORDS, ''));
}

const HEADING_WORDS =
  /\b(?:a|an|and|as|below|above|conditions|copyrights?|debian|file|following|follows?|for|full|information|in|is|its|licen[sc]e[ds]?|licensing|main|notices?|of|or|original|package|packaging|program|project|see|software|source|statement|terms|text|the|this|under|upstream)\b/gi;
