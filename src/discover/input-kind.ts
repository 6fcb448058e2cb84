import { beginsAsDockerfile } from '../dockerfile/dockerfile-content.js';
import { type ManifestKind, manifestKind } from '../manifests/manifest-kind.js';

/** The kind of a named file or of standard input, by its name and content; undefined if it is neither. */
export function inputKind(path: string, text: string): 'dockerfile' | ManifestKind | undefined {
  return manifestKind(path, text) ?? (beginsAsDockerfile(text) ? 'dockerfile' : undefined);
}
