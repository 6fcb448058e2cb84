import type { ManifestKind } from './kind.js';
import { readYaml, type YamlNode } from './yaml.js';

/** A deployment manifest: its documents, and the containers that they start. */
export interface Manifest {
  readonly path: string;
  readonly kind: ManifestKind;
  readonly documents: readonly YamlNode[];
  readonly containers: readonly Container[];
}

/** One container, whichever kind of manifest starts it. */
export interface Container {
  /** The service's or container's name. */
  readonly name: string;
  /** The service, or the entry of `containers`. */
  readonly node: YamlNode;
  /** The pod specification around it; undefined for Compose. */
  readonly pod?: YamlNode;
}

/** Reads a manifest. Throws PortsideError (incomplete) when it is no YAML. */
export function readManifest(text: string, path: string, kind: ManifestKind): Manifest {
  const documents = readYaml(text, path);
  const containers =
    kind === 'compose'
      ? documents.flatMap(services)
      : documents.flatMap(podSpecs).flatMap(podContainers);
  return { path, kind, documents, containers };
}

function services(document: YamlNode): Container[] {
  return [...(document.entries.get('services')?.entries ?? [])].map(([name, node]) => ({
    name,
    node,
  }));
}

/** Where each workload kind keeps its pod specification (Kubernetes API reference, workload resources). */
const POD_SPEC: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

function podSpecs(document: YamlNode): YamlNode[] {
  const kind = document.entries.get('kind')?.scalar;
  if (typeof kind !== 'string') return [];
  if (kind === 'List') return (document.entries.get('items')?.items ?? []).flatMap(podSpecs);
  const pod = (POD_SPEC[kind] ?? []).reduce<YamlNode | undefined>(
    (node, key) => node?.entries.get(key),
    document,
  );
  return pod && pod !== document ? [pod] : [];
}

function podContainers(pod: YamlNode): Container[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    (pod.entries.get(list)?.items ?? []).map((node) => ({
      name: String(node.entries.get('name')?.scalar ?? ''),
      node,
      pod,
    })),
  );
}
