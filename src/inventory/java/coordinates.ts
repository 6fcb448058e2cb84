import { cleanString, textOf } from '../clean-string.js';
import { stanzas } from '../stanzas.js';

/** Maven's coordinates of an archive. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** What a manifest tells; a bundle's version has lost its qualifier (31.1.0.jre for 31.1-jre). */
export interface Manifest {
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  readonly bundleVersion?: string;
}

/** What a file's name tells: `commons-io-2.11.0.jar`. */
export interface FileName {
  readonly artifact: string;
  readonly version?: string;
}

/** `groupId`, `artifactId` and `version` of pom.properties; the parts that are missing or not filled in are absent. */
export function pomProperties(bytes: Uint8Array): Partial<Coordinates> {
  const values = new Map<string, string>();
  for (const line of textOf(bytes).split(/\r?\n|\r/)) {
    const match = /^\s*([A-Za-z]+)\s*[=:]\s*(.*)$/.exec(line);
    if (match?.[1]) values.set(match[1], match[2] ?? '');
  }
  const value = (key: string): string | undefined => {
    const text = cleanString(values.get(key), 300);
    return text?.includes('${') || text?.includes(' ') ? undefined : text;
  };
  return defined({
    group: value('groupId'),
    artifact: value('artifactId'),
    version: value('version'),
  });
}

/** Longer names are on no file system; archives may hold them. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;

/** What a Maven repository's layout tells: `org/yaml/snakeyaml/1.33/snakeyaml-1.33.jar`. */
export function repositoryPath(path: string): Coordinates | undefined {
  if (path.length > LONGEST_PATH) return undefined;
  const match =
    /(?:^|\/)(?:repository|maven-repo)\/((?:[^/]+\/)+)([^/]+)\/(\d[^/]*)\/([^/]+)\.[A-Za-z]+$/.exec(
      path,
    );
  const [, folders, artifact, version, file] = match ?? [];
  if (!folders || !artifact || !version || !file?.startsWith(`${artifact}-${version}`)) {
    return undefined;
  }
  return { group: folders.slice(0, -1).replaceAll('/', '.'), artifact, version };
}

/** The name before the first `-` that a digit follows, and the rest as the version. */
export function fileName(path: string): FileName {
  const base = path
    .slice(path.lastIndexOf('/') + 1)
    .slice(0, LONGEST_NAME)
    .replace(/\.[A-Za-z]+$/, '');
  const match = /^(.+?)-(\d[\w.+-]*)$/.exec(base);
  return match?.[1] && match[2] ? { artifact: match[1], version: match[2] } : { artifact: base };
}

/**
 * What the manifest tells of the archive's coordinates, by the attributes that builds really set: Jenkins plugins
 * name the group outright, OSGi bundles have a symbolic name that begins with it, Maven's archiver adds a vendor id.
 */
export function manifestCoordinates(bytes: Uint8Array): Manifest {
  const [main] = stanzas(unfolded(textOf(bytes)));
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
  const bundleVersion = version(value('bundle-version', 'specification-version'));
  return {
    ...defined({
      group: group ?? (bundle?.includes('.') ? bundle : undefined),
      artifact: plugin ?? identifier(value('implementation-title', 'specification-title')),
      version: version(value('plugin-version', 'implementation-version')),
    }),
    ...(bundleVersion && { bundleVersion }),
  };
}

/** Lines that begin with a space continue the one before: after 72 bytes, in the middle of a word. */
function unfolded(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n /g, '');
}

/** Jenkins adds who built it: `1.0 (private-…)`. */
function version(text: string | undefined): string | undefined {
  const first = text?.split(/\s/)[0];
  return first && /^\d/.test(first) ? first : undefined;
}

function defined(
  draft: {
    [K in keyof Coordinates]: string | undefined;
  },
): Partial<Coordinates> {
  const { group, artifact, version } = draft;
  return { ...(group && { group }), ...(artifact && { artifact }), ...(version && { version }) };
}
