import type { AcceptedRange } from '../../core/package.js';
import { CatalogError } from '../catalog-error.js';
import type { FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8 } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/**
 * The distribution that METADATA or PKG-INFO describes. Throws CatalogError when it has no name or version.
 * Source: PyPA, core metadata.
 */
export function pythonDistribution(metadata: Uint8Array): FoundPackage {
  const [header] = stanzas(decodeUtf8(metadata));
  const name = cleanString(header?.get('name'), 300);
  const version = cleanString(header?.get('version'), 256);
  if (!name || !version) {
    throw new CatalogError('is not the metadata of a Python distribution with a name and version');
  }
  const text = headerOf(decodeUtf8(metadata));
  return {
    type: 'pypi',
    name,
    version,
    license: licenseOf(header) ?? classifiedLicense(text),
    facts: packageFactsOf({
      maintainer: personOf(header, 'author') ?? personOf(header, 'maintainer'),
      homepage: header?.get('home-page') ?? HOMEPAGE.exec(text)?.[1],
      ranges: acceptedRanges(text),
    }),
    requires: requirementNames([...text.matchAll(REQUIREMENT)].map(([, required]) => required)),
  };
}

/** A description may follow the header. */
function headerOf(text: string): string {
  return text.split(/\n\r?\n/, 1)[0] ?? '';
}

/** Of the requirements without a condition: whether another one applies is not known. */
function acceptedRanges(header: string): readonly AcceptedRange[] {
  return [...header.matchAll(UNCONDITIONAL)].slice(0, MAX_RANGES).flatMap(([, required = '']) => {
    const [, name, range] = RANGE.exec(required.trim()) ?? [];
    return name === undefined || range === undefined ? [] : [{ name, range }];
  });
}

const MAX_RANGES = 500;
const UNCONDITIONAL = /^Requires-Dist:([^\n;]{1,300})$/gim;
/** `urllib3 (>=1.25.4,<1.27)`, `urllib3[socks]>=1.25.4,<1.27` */
const RANGE = /^([\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?([<>=!~][\w.*+!<>=~, -]*)\)?$/;

/** Requirements of extras are not installed with the package. Other conditions are about the system. */
const REQUIREMENT = /^Requires-Dist:[ \t]*([\w.-]+)(?![^\n]*;[^\n]*\bextra\b)/gim;
const HOMEPAGE = /^Project-URL:[ \t]*(?:home ?page|home|source(?: code)?|repository),[ \t]*(\S+)/im;
const CLASSIFIER = /^Classifier:[ \t]*License :: (?:OSI Approved :: )?([^\n\r]{1,200})/gim;

function personOf(
  header: ReadonlyMap<string, string> | undefined,
  role: string,
): string | undefined {
  const [name, address] = [header?.get(role), header?.get(`${role}-email`)];
  // With pyproject.toml, the field of the address has the name, too; others write the address after the name.
  if (name?.includes('<')) return name;
  return name && address && !address.includes('<') ? `${name} <${address}>` : (address ?? name);
}

/** Several classifiers say that one of them may be chosen, or that all apply: they do not say which. */
function classifiedLicense(text: string): string | undefined {
  const names = [...text.matchAll(CLASSIFIER)].map(([, name]) => cleanString(name));
  const known = names.filter((one) => one !== undefined && one !== 'OSI Approved');
  return known.length > 0 ? known.join(' AND ') : undefined;
}

/** The expression of metadata 2.4, else the older field, unless it contains the text of the license. */
function licenseOf(header: ReadonlyMap<string, string> | undefined): string | undefined {
  const expression = cleanString(header?.get('license-expression'));
  if (expression) return expression;
  const license = header?.get('license');
  if (!license || license.includes('\n') || license.length > 100) return undefined;
  return license.toUpperCase() === 'UNKNOWN' ? undefined : cleanString(license);
}
