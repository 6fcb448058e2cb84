import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { packageTables } from '../lockfiles/toml.js';
import type { LockedFile, LockedRelease } from './locked-release.js';

/** Files of one release. */
const MAX_FILES = 500;
const MAX_PACKAGES = 50_000;
const MAX_NAME = 200;

/** The releases in uv.lock, with the lines of their versions. Source: docs.astral.sh/uv/concepts/projects/layout. */
export function uvReleases(source: string): Map<string, LockedRelease> {
  return releasesOf(source, (table) => ({
    registry: baseOf(textOf(valueAt(table, 'source', 'registry'))),
    files: [valueAt(table, 'sdist') ?? [], valueAt(table, 'wheels')?.items ?? []]
      .flat()
      .flatMap((file) => lockedFile(nameIn(textOf(valueAt(file, 'url'))), file)),
  }));
}

/** The releases in poetry.lock, since Poetry 1.3. Source: python-poetry.org/docs/basic-usage. */
export function poetryReleases(source: string): Map<string, LockedRelease> {
  return releasesOf(source, (table) => {
    const index = valueAt(table, 'source');
    return {
      registry: baseOf(index ? textOf(valueAt(index, 'url')) : PYPI),
      files: (valueAt(table, 'files')?.items ?? []).flatMap((file) =>
        lockedFile(textOf(valueAt(file, 'file')), file),
      ),
    };
  });
}

export const PYPI = 'https://pypi.org/simple';

function releasesOf(
  source: string,
  factsOf: (table: ManifestNode) => Pick<LockedRelease, 'registry' | 'files'>,
): Map<string, LockedRelease> {
  const releases = new Map<string, LockedRelease>();
  const seen = new Map<string, number>();
  for (const table of packageTables(source)) {
    const [name, at] = [textOf(valueAt(table, 'name')), valueAt(table, 'version')];
    const version = textOf(at);
    if (!at || [name, version].some((text) => text === '' || text.length > MAX_NAME)) continue;
    if (releases.size >= MAX_PACKAGES) break;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const { registry, files } = factsOf(table);
    releases.set(`${name}\n${nth}`, {
      ecosystem: 'pypi',
      name,
      version,
      registry,
      files: files.slice(0, MAX_FILES),
      line: at.range.startLine,
    });
  }
  return releases;
}

/** A file with its hash, if both are what a registry has. */
function lockedFile(name: string, file: ManifestNode): LockedFile[] {
  const digest = textOf(valueAt(file, 'hash'));
  const isKnown = /^[^/]{1,300}$/.test(name) && /^sha256:[0-9a-f]{64}$/.test(digest);
  return isKnown ? [{ name, digest }] : [];
}

/** The name of the file at an address. */
function nameIn(url: string): string {
  return (url.length > 2000 ? '' : /([^/#?]{1,300})(?:[#?].*)?$/.exec(url)?.[1]) ?? '';
}

/** `https://pypi.org/` of `https://pypi.org/simple` */
function baseOf(index: string): string | undefined {
  const base = /^(https?:\/\/[^@\s]{0,500}\/)simple\/?$/.exec(index)?.[1];
  return base !== undefined && URL.canParse(base) ? base : undefined;
}
