import { type ReadFile, type Service, servicesOf } from './compose.js';
import type { ManifestKind } from './kind.js';
import { type Container, type Pod, podOf, type Resource, resources } from './kubernetes.js';
import { readYaml, type YamlNode } from './yaml.js';

/** A deployment manifest: its documents, and what they start. */
export interface Manifest {
  readonly path: string;
  readonly kind: ManifestKind;
  readonly documents: readonly YamlNode[];
  /** Compose only. */
  readonly services: readonly Service[];
  /** Kubernetes only: every object, those of Lists each by itself. */
  readonly resources: readonly Resource[];
  /** Kubernetes only. */
  readonly pods: readonly Pod[];
  /** The containers of all pods. */
  readonly containers: readonly Container[];
  /** What could not be taken into account, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads a manifest. `readFile` gives the text of another file of the repository that `extends` or `include` names;
 * without it, or where it gives nothing, the notes say so. Throws TemplateError for a template that is not rendered,
 * PortsideError (incomplete) for what is no YAML.
 */
export function readManifest(
  text: string,
  path: string,
  kind: ManifestKind,
  readFile: ReadFile = () => undefined,
): Manifest {
  const documents = readYaml(text, path);
  if (kind === 'compose') {
    const { services, notes, document } = servicesOf(documents, path, readFile);
    const shown = document ? [document] : [];
    return {
      path,
      kind,
      documents: shown,
      services,
      resources: [],
      pods: [],
      containers: [],
      notes,
    };
  }
  const all = documents.flatMap((document) => resources(document));
  const pods = all.flatMap((resource) => podOf(resource) ?? []);
  const containers = pods.flatMap((pod) => pod.containers);
  return { path, kind, documents, services: [], resources: all, pods, containers, notes: [] };
}
