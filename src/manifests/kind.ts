import { isKustomization } from './kustomize.js';

export type ManifestKind = 'compose' | 'kubernetes';

/**
 * The kind of deployment manifest that a YAML file is, told by its name (Compose Specification: compose.yaml,
 * docker-compose.yml and their overrides; Kustomize: kustomization.yaml) or by `apiVersion` and `kind` at the top level of a document (Kubernetes).
 */
export function manifestKind(path: string, text: string): ManifestKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name)) return 'compose';
  if (isKustomization(name)) return 'kubernetes';
  if (/^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text)) return 'kubernetes';
  return undefined;
}
