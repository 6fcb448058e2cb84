import { baseName } from '../../lib/paths.js';
import { cleanString, decodeUtf8 } from '../file-content.js';
import { stanzas } from '../stanzas.js';

/** The Maven coordinates of an archive. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** The coordinates in a manifest. The version of a bundle has another qualifier (31.1.0.jre for 31.1-jre). */
export interface JarManifest {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  readonly bundleVersion?: string;
  /** The artifact of a bundle whose symbolic name is known to have another form. */
  readonly known?: Pick<Coordinates, 'group' | 'artifact'>;
}

/** The parts of a file name: `commons-io-2.11.0.jar`. */
export interface FileName {
  readonly artifact: string;
  readonly version?: string;
}

/** `groupId`, `artifactId` and `version` of pom.properties; values that are missing or placeholders are absent. */
export function pomProperties(bytes: Uint8Array): Partial<Coordinates> {
  const values = new Map<string, string>();
  for (const line of decodeUtf8(bytes).split(/\r?\n|\r/)) {
    const match = /^\s*([A-Za-z]+)\s*[=:]\s*(.*)$/.exec(line);
    if (match?.[1]) values.set(match[1], match[2] ?? '');
  }
  const value = (key: string): string | undefined => {
    const text = cleanString(values.get(key), 300);
    return text?.includes('${') || text?.includes(' ') ? undefined : text;
  };
  return { group: value('groupId'), artifact: value('artifactId'), version: value('version') };
}

/** No file system has longer names, but archives may. */
const MAX_NAME_LENGTH = 255;
const MAX_PATH_LENGTH = 4096;

/** Debian's links for any version of a series: `maven-core-3.x.jar`. */
const ANY_VERSION = /(?:^|\.)x$/;

/** The coordinates in a path of a Maven repository: `org/yaml/snakeyaml/1.33/snakeyaml-1.33.jar`. */
export function repositoryPath(path: string): Coordinates | undefined {
  if (path.length > MAX_PATH_LENGTH) return undefined;
  const match =
    /(?:^|\/)(?:repository|maven-repo)\/((?:[^/]+\/)+)([^/]+)\/(\d[^/]*)\/([^/]+)\.[A-Za-z]+$/.exec(
      path,
    );
  const [, folders, artifact, version, file] = match ?? [];
  if (!folders || !artifact || !version || !file?.startsWith(`${artifact}-${version}`)) {
    return undefined;
  }
  if (ANY_VERSION.test(version)) return undefined;
  return { group: folders.slice(0, -1).replaceAll('/', '.'), artifact, version };
}

/** Splits a file name at the first `-` before a digit: artifact and version, unless this is `3.x`. */
export function splitFileName(path: string): FileName {
  const base = baseName(path)
    .slice(0, MAX_NAME_LENGTH)
    .replace(/\.[A-Za-z]+$/, '');
  const match = /^(.+?)-(\d[\w.+-]*)$/.exec(base);
  const [, artifact, version] = match ?? [];
  if (!artifact || !version) return { artifact: base };
  return ANY_VERSION.test(version) ? { artifact } : { artifact, version };
}

/**
 * The coordinates in a manifest, from the attributes that builds set: Jenkins plugins have the group, OSGi bundles a
 * symbolic name that starts with it, and Maven's archiver adds a vendor ID.
 */
export function manifestCoordinates(bytes: Uint8Array): JarManifest {
  const [main] = stanzas(unfoldLines(decodeUtf8(bytes)));
  const value = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const text = cleanString(main?.get(name)?.split(';')[0], 300);
      if (text && !text.includes('${')) return text;
    }
    return undefined;
  };
  const identifier = (text: string | undefined): string | undefined =>
    text && /^[A-Za-z0-9_.-]+$/.test(text) && text !== 'org.apache' ? text : undefined;
  const bundle = identifier(value('bundle-symbolicname'));
  const group = identifier(value('group-id', 'implementation-vendor-id'));
  const plugin = identifier(value('short-name', 'extension-name'));
  return {
    group: group ?? (bundle?.includes('.') ? bundle : undefined),
    artifact: plugin ?? identifier(value('implementation-title', 'specification-title')),
    version: versionIn(value('plugin-version', 'implementation-version')),
    bundleVersion: versionIn(value('bundle-version', 'specification-version')),
    known: bundle === undefined ? undefined : ofTomcat(bundle),
  };
}

/** `org.apache.tomcat-catalina` of `catalina.jar`. Source: apache/tomcat, res/bnd. */
function ofTomcat(bundle: string): JarManifest['known'] {
  const [, artifact, embed] = /^org\.apache\.(tomcat-(embed-)?[\w-]+)$/.exec(bundle) ?? [];
  if (!artifact) return undefined;
  return { group: embed ? 'org.apache.tomcat.embed' : 'org.apache.tomcat', artifact };
}

/** Joins lines of more than 72 bytes, which continue after a line feed and a space, even inside a word. */
function unfoldLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n /g, '');
}

/** The first word, because Jenkins adds the builder: `1.0 (private-…)`. */
function versionIn(text: string | undefined): string | undefined {
  const first = text?.split(/\s/)[0];
  return first && /^\d/.test(first) ? first : undefined;
}
