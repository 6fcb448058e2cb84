import type { EnvFile, Service, UnreadableFile } from './compose/project.js';
import type { LocatedIgnore } from './ignore-comments.js';
import type { Container, Pod, Resource } from './kubernetes/resources.js';
import type { ManifestKind } from './manifest-kind.js';
import type { YamlNode } from './yaml.js';

/** A deployment manifest: its documents, and what they start. */
export interface Manifest {
  readonly path: string;
  readonly kind: ManifestKind;
  readonly documents: readonly YamlNode[];
  /** Compose only. */
  readonly services: readonly Service[];
  /** Compose only: the files that services take variables from, where they are in the repository. */
  readonly envFiles: readonly EnvFile[];
  /** Kubernetes only: every object, those of Lists each by itself. */
  readonly resources: readonly Resource[];
  /** Kubernetes only. */
  readonly pods: readonly Pod[];
  /** The containers of all pods. */
  readonly containers: readonly Container[];
  /** The comments of this file, and of those that it is merged with, that ignore findings. */
  readonly ignores: readonly LocatedIgnore[];
  /** How many documents of the file are templates, which are not judged. */
  readonly templateCount: number;
  /** What could not be taken into account, one sentence each. */
  readonly notes: readonly string[];
  /** Compose only: other files that it is made of and that are no YAML. */
  readonly unreadable: readonly UnreadableFile[];
}
