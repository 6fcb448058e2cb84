import { PackageURL } from 'packageurl-js';
import type { Package } from '../../core/package.js';
import { sourceRpm } from '../rpm/source-rpm.js';

/** The parts of a package URL. */
interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath?: string;
}

/** Reads a package URL; undefined when it is none. */
function parsePurl(text: string): PurlParts | undefined {
  const type = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\//.exec(text)?.[1]?.toLowerCase();
  if (!type || text.length > LONGEST) return undefined;
  // In a query URLs read a plus sign as a blank; in versions (`2.36-9+deb12u4`) it is a plus sign.
  const query = text.indexOf('?');
  const plain = query < 0 ? text : text.slice(0, query) + text.slice(query).replaceAll('+', '%2B');
  const parsed = attempt(plain) ?? attempt(plain.replace(/^pkg:\/*[^/]+\//, 'pkg:generic/'));
  if (!parsed?.name) return undefined;
  const { namespace, version, qualifiers, subpath } = parsed;
  // Names with capitals are older than npm's rule against them, and JSONStream is not jsonstream.
  const name = type === 'npm' ? (nameAsWritten(text, parsed.name) ?? parsed.name) : parsed.name;
  return {
    type,
    name,
    ...(namespace && { namespace }),
    ...(version && { version }),
    ...(subpath && { subpath }),
    qualifiers: new Map(Object.entries(qualifiers ?? {})),
  };
}

const LONGEST = 4096;

/** The last part of the path, where it differs from the name that was read in case only. */
function nameAsWritten(text: string, name: string): string | undefined {
  const last = /\/([^/@?#]+)(?:@[^/?#]*)?(?:[?#]|$)/.exec(text)?.[1];
  return last?.toLowerCase() === name ? last : undefined;
}

/** The library refuses what exists, a Maven artifact without a group for one; then it is read as of no known type. */
function attempt(text: string): PackageURL | undefined {
  try {
    return PackageURL.fromString(text);
  } catch {
    return undefined;
  }
}

/** What else an SBOM tells of a package. */
export interface Told {
  /** Used where the package URL has no version. */
  readonly version?: string;
  readonly source?: { readonly name: string; readonly version?: string };
  readonly module?: string;
  readonly license?: string;
  readonly paths?: readonly string[];
  readonly layer?: Package['layer'];
  /** The purl of the distribution's package whose files it is. */
  readonly ownedBy?: string;
}

/** A package as its package URL and the SBOM tell it; undefined when the URL is none, or nothing has a version. */
export function packageOf(purl: string, told: Told): Package | undefined {
  const parts = parsePurl(purl);
  const version = parts && versionOf(parts, told.version);
  if (!parts || !version) return undefined;
  const arch = parts.qualifiers.get('arch');
  const source = sourceOf(parts, version, told.source);
  const module = parts.qualifiers.get('rpmmod') ?? told.module;
  return {
    purl,
    type: parts.type,
    name: nameOf(parts),
    version,
    ...(arch && { arch }),
    ...(source && { source }),
    ...(module && { module }),
    ...(told.license && { license: told.license }),
    paths: told.paths ?? [],
    ...(told.ownedBy && { ownedBy: told.ownedBy }),
    ...(told.layer && { layer: told.layer }),
  };
}

const SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The ecosystem's own name: distributions are namespaces of package URLs, not parts of names. */
function nameOf({ type, namespace, name, subpath }: PurlParts): string {
  if (!namespace || SYSTEM_TYPES.has(type)) return name;
  if (type === 'maven') return `${namespace}:${name}`;
  // Some tools cut module paths after the repository: pkg:golang/github.com/a/b@v2#v2.
  const rest = type === 'golang' && subpath ? `/${subpath}` : '';
  return `${namespace}/${name}${rest}`;
}

function versionOf(
  { type, version, qualifiers }: PurlParts,
  told: string | undefined,
): string | undefined {
  const plain = version ?? told;
  const epoch = qualifiers.get('epoch');
  // trivy writes Debian's epochs as a qualifier too.
  const epochs = type === 'rpm' || type === 'deb';
  const prefixed = epochs && plain && epoch && epoch !== '0' && !/^\d+:/.test(plain);
  return prefixed ? `${epoch}:${plain}` : plain;
}

/** `upstream`: a name, `name@version`, or the file name of a source rpm. */
function sourceOf(
  { type, name, qualifiers }: PurlParts,
  version: string,
  told: Told['source'],
): Package['source'] {
  const upstream = qualifiers.get('upstream');
  if (!upstream) return told ?? (type === 'deb' ? { name, version } : undefined);
  const rpm = sourceRpm(upstream);
  if (rpm) return rpm;
  const at = upstream.lastIndexOf('@');
  if (at > 0) return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
  return type === 'rpm' ? { name: upstream } : { name: upstream, version };
}
