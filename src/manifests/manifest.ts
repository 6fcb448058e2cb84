import {
  type Broken,
  type EnvFile,
  projectOf,
  type ReadFile,
  type Service,
} from './compose/compose.js';
import { type Ignore, ignoresIn } from './ignores.js';
import type { ManifestKind } from './kubernetes/kind.js';
import {
  type Container,
  type Pod,
  podOf,
  type Resource,
  resources,
} from './kubernetes/kubernetes.js';
import { isKustomization, kustomizationNotes } from './kustomize/kustomize.js';
import { baseName } from './paths.js';
import { readDocuments, readYaml, type YamlNode } from './yaml.js';

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
  readonly ignores: readonly Ignore[];
  /** How many documents of the file are templates, which are not judged. */
  readonly templates: number;
  /** What could not be taken into account, one sentence each. */
  readonly notes: readonly string[];
  /** Compose only: other files that it is made of and that are no YAML. */
  readonly broken: readonly Broken[];
}

/**
 * Reads a manifest. `readFile` gives the text of another file of the repository that `extends` or `include` names;
 * without it, or where it gives nothing, the notes say so. Throws TemplateError where all is a template that is not rendered,
 * PortsideError (incomplete) for what is no YAML.
 */
export function readManifest(
  text: string,
  path: string,
  kind: ManifestKind,
  readFile: ReadFile = () => undefined,
): Manifest {
  const ignores = ignoresIn(text, path);
  const nothing = {
    templates: 0,
    services: [],
    envFiles: [],
    resources: [],
    pods: [],
    containers: [],
    notes: [],
    broken: [],
  };
  if (kind === 'compose') {
    const { files, document, ...project } = projectOf(readYaml(text, path), path, readFile);
    for (const [other, content] of files)
      for (const ignore of ignoresIn(content, other)) ignores.push(ignore);
    return { ...nothing, path, kind, documents: document ? [document] : [], ignores, ...project };
  }
  const { documents, templates } = readDocuments(text, path);
  const all = documents.flatMap((document) => resources(document));
  const pods = all.flatMap((resource) => podOf(resource) ?? []);
  const containers = pods.flatMap((pod) => pod.containers);
  const notes = isKustomization(baseName(path)) ? documents.flatMap(kustomizationNotes) : [];
  return {
    ...nothing,
    ...{ path, kind, documents, templates, resources: all, pods, containers, ignores, notes },
  };
}
