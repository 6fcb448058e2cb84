import type { ManifestNode } from '../../manifest-yaml.js';
import { decode } from '../decode.js';
import { RenderGap } from './budget.js';

/** The value with its keys as Kustomize calls them. Throws RenderGap for what Kustomize refuses. */
export function decoded(...args: Parameters<typeof decode>): ManifestNode {
  const { node, misfits } = decode(...args);
  const [misfit] = misfits;
  if (misfit !== undefined) throw new RenderGap(misfit);
  return node;
}
