import { remember } from '../lib/remember.js';

/** A package URL (purl) with its components decoded. Source: ECMA-427, Package-URL. */
export interface PackageUrl {
  /** Lower case: deb, npm, golang … */
  readonly type: string;
  /** `debian`, `@scope`, `github.com/acme` */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** Keys in lower case. */
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath?: string;
}

/**
 * Parses a package URL; undefined when it is not one. More tolerant than the specification, because tools write package
 * URLs that lack required parts or encoding: a Maven artifact without a group, `+` in a qualifier.
 */
export function parsePackageUrl(text: string): PackageUrl | undefined {
  return text.length > MAX_LENGTH ? undefined : (parsed(text) ?? undefined);
}

function parse(text: string): PackageUrl | undefined {
  const [, rawType, path = '', query, fragment] = PURL.exec(text) ?? [];
  if (rawType === undefined) return undefined;
  const type = rawType.toLowerCase();
  const at = versionStart(path);
  const segments = (at < 0 ? path : path.slice(0, at)).split('/').filter((part) => part !== '');
  try {
    const name = decode(segments.pop() ?? '').trim();
    if (name === '') return undefined;
    const namespace = decode(segments.join('/'));
    return {
      type,
      namespace:
        (LOWER_CASE_NAMESPACE.has(type) ? namespace.toLowerCase() : namespace) || undefined,
      name: canonicalName(type, name),
      version: at < 0 ? undefined : decode(path.slice(at + 1)).trim() || undefined,
      qualifiers: parseQualifiers(query ?? ''),
      subpath: decode(fragment ?? '').replace(/^\/+|\/+$/g, '') || undefined,
    };
  } catch {
    // Invalid percent-encoding.
    return undefined;
  }
}

/**
 * The name that the package's own ecosystem uses: `group:artifact` for Maven, `@scope/name` for npm. A distribution is
 * the namespace of its packages, but not part of their names.
 */
export function packageName({ type, namespace, name, subpath }: PackageUrl): string {
  if (!namespace || DISTRIBUTION_TYPES.has(type)) return name;
  if (type === 'maven') return `${namespace}:${name}`;
  // Some tools cut module paths after the repository: pkg:golang/github.com/a/b@v2#v2.
  const rest = type === 'golang' && subpath ? `/${subpath}` : '';
  return `${namespace}/${name}${rest}`;
}

/** Whether a package URL is that of a Debian, Alpine, RPM or Arch Linux package. Needs no parsing, because the type comes first. */
export function isDistributionPackage(purl: string): boolean {
  return /^pkg:(?:deb|apk|rpm|alpm)\//.test(purl);
}

const MAX_LENGTH = 4096;
/** A package is parsed for its inventory, its advisories and its reports; the images of a scan have mostly the same ones. */
const MAX_KNOWN = 8_192;
const parsed = remember(MAX_KNOWN, (text) => parse(text) ?? null);
const PURL = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\/([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const MAX_QUALIFIERS = 64;

/** Types whose packages belong to a distribution. */
const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set([
  ...['deb', 'apk', 'rpm', 'alpm', 'opkg', 'xbps', 'slackware'],
]);

/** Types whose names are not case-sensitive. npm is not one: JSONStream and jsonstream are two packages. */
const LOWER_CASE_NAME: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'bitnami',
  'composer',
  'deb',
  'github',
  'gitlab',
  'hex',
  'oci',
  'pub',
  'pypi',
]);

const LOWER_CASE_NAMESPACE: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'composer',
  'deb',
  'github',
  'gitlab',
  'hex',
  'npm',
  'pypi',
  'qpkg',
  'rpm',
]);

/** The position of the `@` in front of the version, -1 without a version. The `@` of an npm scope follows a slash. */
function versionStart(path: string): number {
  const at = path.lastIndexOf('@');
  return at > 0 && path[at - 1] !== '/' ? at : -1;
}

function decode(text: string): string {
  return text.includes('%') ? decodeURIComponent(text) : text;
}

/** Source: the type definitions of the specification. */
function canonicalName(type: string, name: string): string {
  const cased = LOWER_CASE_NAME.has(type) ? name.toLowerCase() : name;
  if (type === 'pypi') return cased.replaceAll('_', '-');
  return type === 'pub' ? cased.replaceAll('-', '_') : cased;
}

/** `+` is a plus sign, as in the version `2.36-9+deb12u4`, and not a blank as in the query of other URLs. */
function parseQualifiers(query: string): ReadonlyMap<string, string> {
  const qualifiers = new Map<string, string>();
  if (query === '') return qualifiers;
  for (const pair of query.split('&', MAX_QUALIFIERS)) {
    const equals = pair.indexOf('=');
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1)).trim();
    if (value !== '') qualifiers.set(pair.slice(0, equals).toLowerCase(), value);
  }
  return qualifiers;
}
