import type { EnvFile, MissingFile, Service, UnreadableFile } from './compose/project.js';
import type { GeneratedValue } from './generators.js';
import type { LocatedIgnore } from './ignore-comments.js';
import type { Container, Pod } from './kubernetes/pods.js';
import type { Resource } from './kubernetes/resources.js';
import type { ManifestKind } from './manifest-kind.js';
import type { ManifestNode } from './manifest-yaml.js';
import type { Workflow } from './workflow/workflow.js';

/** A deployment manifest: its documents, and the services or pods that they define. */
export interface Manifest {
  readonly path: string;
  readonly kind: ManifestKind;
  readonly documents: readonly ManifestNode[];
  /** Compose only. */
  readonly services: readonly Service[];
  /** The env files of services and of generators of Kustomize, if they are in the repository. */
  readonly envFiles: readonly EnvFile[];
  /** Kustomize only: files whose content becomes a value of a ConfigMap or Secret. */
  readonly generatedValues: readonly GeneratedValue[];
  /** Kubernetes only: every object; the items of a List are separate objects. */
  readonly resources: readonly Resource[];
  /** Kubernetes only. */
  readonly pods: readonly Pod[];
  /** The containers of all pods. */
  readonly containers: readonly Container[];
  /** Workflows only. */
  readonly workflow?: Workflow;
  /** Workflows only: the files of the actions of the repository that it uses. */
  readonly actions?: readonly string[];
  /** Kustomize only: the objects are part of a rendered kustomization, which is a manifest of its own. */
  readonly isReplaced?: boolean;
  /** Of a rendered kustomization. */
  readonly rendering?: KustomizeRendering;
  /** Comments that suppress findings, of this file and of the files that are merged into it. */
  readonly ignores: readonly LocatedIgnore[];
  /** The number of documents that are templates; they are not checked. */
  readonly templateCount: number;
  /** Kubernetes only: it has more documents or objects, which are not valid or beyond a limit. */
  readonly isCut?: boolean;
  /** What the check could not take into account, one sentence each. */
  readonly notes: readonly string[];
  /** Kubernetes only: workloads without containers, one sentence each. A patch of Kustomize can lack them. */
  readonly withoutContainers: readonly string[];
  /** Other files of a Compose project, and actions that a workflow uses, that are not valid YAML. */
  readonly unreadable: readonly UnreadableFile[];
  /** Files with values for services or generators that are not in the repository. */
  readonly missing: readonly MissingFile[];
}

/** Where the objects of a rendered kustomization come from. */
export interface KustomizeRendering {
  /** The folder of the kustomization; `.` for the root of the repository. */
  readonly folder: string;
  /** What it was rendered from, also files that are no manifests. */
  readonly files: ReadonlySet<string>;
  /** Those outside of the folder of the kustomization that names them. */
  readonly outside: ReadonlySet<string>;
  /** The names of objects as the files have them, by those that kustomizations give them. */
  readonly writtenNames: ReadonlyMap<string, string>;
}
