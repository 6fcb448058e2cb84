import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Finding } from '../core/finding.js';
import { PortsideError } from '../lib/errors.js';
import { MAX_REPOSITORY_FILE } from '../repository/repository-files.js';
import type { GeneratedValue } from './generators.js';
import { lintManifests } from './lint.js';
import { type ManifestNode, TemplateError } from './manifest-yaml.js';
import { readManifest } from './read-manifest.js';
import type { RepositoryContext } from './rendered-chart.js';
import { textOf } from './yaml-values.js';

/** Further values of one file are not searched. */
const MOST_VALUES = 10_000;

const MANY = `It has more than ${MOST_VALUES} values, and only the first were searched for tokens and keys`;
const LARGE = `It is larger than ${MAX_REPOSITORY_FILE >> 20} MiB, and was not searched for tokens and keys`;

export interface ValuesSecrets {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** What was not searched, in one sentence. */
  readonly gap?: string;
}

type ValuesRequest = Pick<RepositoryContext, 'readFile' | 'context'> & { readonly root: string };

/**
 * The tokens and keys in a values file of a chart, whether or not a template uses them: everybody who reads the repository has
 * them. Names such as `password` are not enough: values name secrets, and have defaults that an installation replaces. A file
 * that is not valid YAML has no findings here: helm rejects it.
 */
export function valuesSecrets(
  chart: string,
  values: string | undefined,
  { root, readFile, context }: ValuesRequest,
): ValuesSecrets {
  const path = posix.join(chart, values ?? 'values.yaml');
  const suppressed: Finding[] = [];
  const text = readFile(path);
  if (text === undefined)
    return { findings: [], suppressed, ...(isLarge(join(root, path)) && { gap: LARGE }) };
  try {
    const manifest = readManifest(text, path, 'kubernetes');
    const scalars = manifest.documents.flatMap((document) => scalarsOf(document));
    const generatedValues = scalars
      .slice(0, MOST_VALUES)
      .filter((value) => context.findSecret?.(value.text));
    const own = { ...manifest, generatedValues, documents: [], resources: [] };
    const subject = { ...own, pods: [], containers: [] };
    const add = (finding: Finding) => suppressed.push(finding);
    const findings = lintManifests([subject], context, undefined, add);
    return { findings, suppressed, ...(scalars.length > MOST_VALUES && { gap: MANY }) };
  } catch (error) {
    if (!(error instanceof TemplateError) && !(error instanceof PortsideError)) throw error;
    return { findings: [], suppressed };
  }
}

function isLarge(file: string): boolean {
  const about = lstatSync(file, { throwIfNoEntry: false });
  return about?.isFile() === true && about.size > MAX_REPOSITORY_FILE;
}

function scalarsOf(node: ManifestNode, name = ''): GeneratedValue[] {
  if (node.kind === 'scalar') return [{ name, text: textOf(node), at: node }];
  const entries = [...node.entries].flatMap(([key, value]) => scalarsOf(value, key));
  return [...entries, ...node.items.flatMap((item) => scalarsOf(item, name))];
}
