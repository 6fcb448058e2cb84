import { posix } from 'node:path';
import type { Finding } from '../../core/finding.js';
import { PortsideError } from '../../lib/errors.js';
import type { GeneratedValue } from '../../manifests/kustomize/generators.js';
import { lintManifests } from '../../manifests/lint.js';
import { type ManifestNode, TemplateError } from '../../manifests/manifest-yaml.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { textOf } from '../../manifests/yaml-values.js';
import type { RepositoryContext } from './rendered-chart.js';

/** Further values of one file are not searched. */
const MOST_VALUES = 10_000;

/**
 * The tokens and keys in a values file of a chart, whether or not a template uses them: everybody who reads the repository has
 * them. Names such as `password` are not enough: values name secrets, and have defaults that an installation replaces. A file
 * that is not valid YAML has no findings here: helm rejects it.
 */
export function valuesSecrets(
  chart: string,
  values: string | undefined,
  { readFile, context }: Pick<RepositoryContext, 'readFile' | 'context'>,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly Finding[] } {
  const path = posix.join(chart, values ?? 'values.yaml');
  const suppressed: Finding[] = [];
  try {
    const manifest = readManifest(readFile(path) ?? '', path, 'kubernetes');
    const generatedValues = manifest.documents
      .flatMap((document) => scalarsOf(document))
      .slice(0, MOST_VALUES)
      .filter(({ text }) => context.findSecret?.(text));
    const own = { ...manifest, generatedValues, documents: [], resources: [] };
    const subject = { ...own, pods: [], containers: [] };
    const add = (finding: Finding) => suppressed.push(finding);
    return { findings: lintManifests([subject], context, undefined, add), suppressed };
  } catch (error) {
    if (!(error instanceof TemplateError) && !(error instanceof PortsideError)) throw error;
    return { findings: [], suppressed };
  }
}

function scalarsOf(node: ManifestNode, name = ''): GeneratedValue[] {
  if (node.kind === 'scalar') return [{ name, text: textOf(node), at: node }];
  const entries = [...node.entries].flatMap(([key, value]) => scalarsOf(value, key));
  return [...entries, ...node.items.flatMap((item) => scalarsOf(item, name))];
}
