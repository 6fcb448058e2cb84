import { renderKustomization } from '../../../../src/manifests/kustomize/render/render.js';
import { documentSource } from '../../../../src/manifests/kustomize/render/sources.js';
import { plainValue } from '../../../../src/manifests/yaml-values.js';

type Files = Readonly<Record<string, string>>;

/** The objects of the kustomization in `o`, or its gap. */
export function rendered(files: Files): unknown[] | string {
  const source = documentSource((path) => files[path]);
  const { objects, gaps } = renderKustomization('o/kustomization.yaml', source);
  return gaps[0] ?? objects.map(plainValue);
}
