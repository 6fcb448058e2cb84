const FILE_SOURCE = /^(?:docker-archive|oci-archive|oci|dir|sbom):/;
/** What a reference in a registry does not begin with. */
const PATH_START = /^(?:[./~\\]|[A-Za-z]:[\\/])/;
const ARCHIVE_END = /\.(?:tar|tgz|tar\.\w{2,5}|json)(?::[\w.-]+)?$/i;

/**
 * `image.tar` for a target that is a file or folder, without the folders above it: they say nothing about the image, and a
 * signed statement should not tell others how a machine is set up. Undefined for a name in a registry or engine.
 */
export function localName(name: string): string | undefined {
  const isLocal = FILE_SOURCE.test(name) || PATH_START.test(name) || ARCHIVE_END.test(name);
  if (!isLocal) return undefined;
  const path = name.replace(FILE_SOURCE, '').replace(/[\\/]+$/, '');
  return path.split(/[\\/]/).at(-1) || path;
}
