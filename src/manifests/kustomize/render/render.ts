import type { ManifestNode } from '../../manifest-yaml.js';
import { isFalse, isSet, valueAt } from '../../yaml-values.js';
import { accumulate } from './accumulate.js';
import { type RenderBudget, RenderGap, renderBudget, spend } from './budget.js';
import { countFields, emptyConfiguration } from './configurations.js';
import { addHashes, withTextAnnotations } from './generate.js';
import { correctReferences } from './name-references.js';
import { rejectSameIds } from './names.js';
import type { RenderedObject } from './objects.js';
import type { RenderState } from './render-state.js';
import type { DocumentSource } from './sources.js';
import { replaceVariables } from './vars.js';

/** A kustomization as it is applied to a cluster. */
export interface RenderedKustomization {
  /** The objects, each of nodes that keep the places of the files that set them. */
  readonly objects: readonly ManifestNode[];
  /** The files that it reads, the kustomizations among them. */
  readonly files: ReadonlySet<string>;
  /** Those that Kustomize does not read without `--load-restrictor LoadRestrictionsNone`. */
  readonly outside: ReadonlySet<string>;
  /** Why it cannot be rendered, one sentence part each; there are no objects then. */
  readonly gaps: readonly string[];
  /** The listed resource that is remote or missing, if that is why it cannot be rendered. */
  readonly unavailable?: ManifestNode | undefined;
}

/** Of maps and lists in an object. */
const MAX_LEVELS = 200;

/**
 * Renders the kustomization in a file as `kubectl kustomize` does. Nothing is downloaded or executed; what would need that,
 * and what Kustomize refuses, is a gap.
 * Source: Kustomize, "kustomization.yaml" and its order of transformers.
 */
export function renderKustomization(
  path: string,
  source: DocumentSource,
  budget = renderBudget(),
): RenderedKustomization {
  const state: RenderState = {
    source,
    budget,
    files: new Set(),
    outside: new Set(),
    stack: [],
    variables: new Map(),
    configuration: emptyConfiguration(),
  };
  const refused = (reason: string, unavailable?: ManifestNode): RenderedKustomization => ({
    objects: [],
    files: state.files,
    outside: state.outside,
    gaps: [reason],
    unavailable,
  });
  try {
    const objects = accumulate(path, undefined, state);
    addHashes(objects);
    const { nameReference, varReference } = state.configuration;
    spend(budget, 'steps', objects.length * countFields(state.configuration));
    correctReferences(objects, nameReference, state.budget);
    const variables = { budget: state.budget, configured: varReference };
    replaceVariables(objects, state.variables, variables);
    rejectSameIds(objects);
    const deployed = objects.filter(isDeployed).map(({ node }) => withTextAnnotations(node));
    for (const node of deployed) {
      countNodes(node, state.budget);
      requireTextNames(node);
    }
    return { objects: deployed, files: state.files, outside: state.outside, gaps: [] };
  } catch (error) {
    if (error instanceof RangeError) return refused('its objects are nested too deep');
    if (!(error instanceof RenderGap)) throw error;
    return refused(error.message, error.unavailable);
  }
}

/** An object that is only for the person who renders it is not applied. */
function isDeployed({ node }: RenderedObject): boolean {
  const local = valueAt(node, 'metadata', 'annotations', 'config.kubernetes.io/local-config');
  return local === undefined || isFalse(local);
}

/** Kustomize writes a name that a patch sets to a number without quotes, into the references to it too. */
function requireTextNames(node: ManifestNode): void {
  for (const key of ['name', 'namespace']) {
    const value = valueAt(node, 'metadata', key);
    if (key === 'name' && !isSet(value))
      throw new RenderGap(
        `the object in ${node.range.path}:${node.range.startLine} has no metadata.name`,
      );
    if (value && isSet(value) && typeof value.scalar !== 'string')
      throw new RenderGap(
        `the ${key} in ${value.range.path}:${value.range.startLine} is not a text (write it in quotes)`,
      );
  }
}

/** Copies can share their values, but rules visit each of them. */
function countNodes({ entries, items }: ManifestNode, budget: RenderBudget, depth = 0): void {
  spend(budget, 'steps');
  if (depth > MAX_LEVELS) throw new RenderGap('its objects are nested too deep');
  for (const value of entries.values()) countNodes(value, budget, depth + 1);
  for (const item of items) countNodes(item, budget, depth + 1);
}
