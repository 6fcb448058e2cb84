import { createHash } from 'node:crypto';
import type { Package } from '../core/package.js';
import type { Report, Target } from '../core/report.js';
import { sanitize } from './escape.js';

/** The image that an SBOM describes; undefined for several images or none: then it describes the repository. */
export function sbomSubject(report: Report): Target | undefined {
  const images = report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
  return images.length === 1 ? images[0] : undefined;
}

/** A UUID derived from the content (RFC 9562, version 8), so that an SBOM is reproducible. */
export function contentUuid(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  const hex = hash.digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Where a package comes from, as properties: its layer, its Dockerfile line, the package that owns it. */
export function packageProperties(
  entry: Package,
): { readonly name: string; readonly value: string }[] {
  const { layer, location, source, module, ownedBy, evidence, platforms } = entry;
  const properties: { name: string; value: string }[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value) properties.push({ name: `portside:${name}`, value: sanitize(value) });
  };
  add('layer:index', layer && String(layer.index));
  add('layer:diffID', layer?.diffID);
  add('dockerfile', location && `${location.path}:${location.startLine}`);
  add('source', source && [source.name, source.version ?? ''].join(' ').trim());
  add('module', module);
  add('ownedBy', ownedBy);
  add('evidence', evidence);
  add('platforms', platforms?.join(','));
  return properties;
}

/**
 * Whether a license is an SPDX expression of well-known identifiers. Both formats accept only expressions; other license
 * texts (`GPL-2+`, `Apache License`) are written as free text.
 */
export function isLicenseExpression(text: string): boolean {
  if (text.length > 500) return false;
  const tokens = text.replace(/[()]/g, ' $& ').trim().split(/\s+/);
  let operand = true;
  let depth = 0;
  for (const token of tokens) {
    if (operand && token === '(') depth++;
    else if (!operand && token === ')') depth--;
    else if (operand && LICENSES.has(token)) operand = false;
    else if (!operand && (token === 'AND' || token === 'OR')) operand = true;
    else return false;
    if (depth < 0) return false;
  }
  return !operand && depth === 0;
}

// The most common identifiers of npm, PyPI, crates.io, RubyGems, Alpine and Fedora packages: https://spdx.org/licenses
const LICENSES: ReadonlySet<string> = new Set(
  `0BSD AFL-2.1 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-1.0-Perl Artistic-2.0 BSD-2-Clause
  BSD-3-Clause BSD-4-Clause BSL-1.0 BlueOak-1.0.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 curl EPL-1.0 EPL-2.0
  EUPL-1.2 GFDL-1.3-or-later GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only
  GPL-3.0-or-later HPND ICU IJG ISC LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0
  LGPL-3.0-only LGPL-3.0-or-later Libpng MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA OFL-1.1 OpenSSL PSF-2.0 Python-2.0 Ruby
  SISSL TCL Unicode-3.0 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 Zlib ZPL-2.1 zlib-acknowledgement
  bzip2-1.0.6 blessing`.split(/\s+/),
);
