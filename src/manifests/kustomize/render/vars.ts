import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { changeField, type FieldSpec, isFieldOf } from './field-paths.js';
import { withChangedEntries, withItems, withScalar } from './node-edits.js';
import {
  allIds,
  effectiveNamespace,
  groupAndVersion,
  originalId,
  type RenderedObject,
} from './objects.js';
import { lookUpPath } from './value-paths.js';

/** A variable of `vars`, and the object that has its value. */
export interface Variable {
  readonly name: string;
  readonly object: RenderedObject;
  /** `metadata.name` if it is not written. */
  readonly path: string;
  readonly at: ManifestNode;
}

/** The variables of a kustomization, added to those of its bases. Throws RenderGap. Source: Kustomize, "vars". */
export function addVariables(
  variables: Map<string, Variable>,
  entries: readonly ManifestNode[],
  objects: readonly RenderedObject[],
): void {
  for (const entry of entries) {
    const name = textOf(valueAt(entry, 'name'));
    const object = valueAt(entry, 'objref');
    const [group, version] = groupAndVersion(textOf(valueAt(object, 'apiVersion')));
    const wanted = {
      group: group || textOf(valueAt(object, 'group')),
      version: version || textOf(valueAt(object, 'version')),
      kind: textOf(valueAt(object, 'kind')),
    };
    const [called, namespace] = [
      textOf(valueAt(object, 'name')),
      textOf(valueAt(object, 'namespace')),
    ];
    const matches = objects.filter((one) =>
      allIds(one).some(
        (id) =>
          id.name === called &&
          id.kind === wanted.kind &&
          id.group === wanted.group &&
          id.version === wanted.version &&
          (namespace === '' || effectiveNamespace(id) === namespace),
      ),
    );
    const [found, second] = matches;
    const line = entry.range.startLine;
    if (!found || second)
      throw new RenderGap(
        `the variable in line ${line} matches ${second ? 'more than one object' : 'no object'}`,
      );
    if (variables.has(name)) throw new RenderGap(`the variable in line ${line} is defined twice`);
    const path = textOf(valueAt(entry, 'fieldref', 'fieldPath')) || 'metadata.name';
    variables.set(name, { name, object: found, path, at: entry });
  }
}

/** What is needed to replace variables. */
interface VariableContext {
  readonly budget: RenderBudget;
  /** Fields of `configurations`. */
  readonly configured: readonly FieldSpec[];
}

/** Replaces `$(NAME)` in the fields in which Kustomize searches for it. Throws RenderGap. */
export function replaceVariables(
  objects: readonly RenderedObject[],
  variables: ReadonlyMap<string, Variable>,
  { budget, configured }: VariableContext,
): void {
  if (variables.size === 0) return;
  const values = new Map<string, ManifestNode>();
  for (const { name, object, path } of variables.values()) {
    const parts = path.replace(/\[(\d+)\]/g, '.$1').split('.');
    const value = lookUpPath(object.node, parts);
    if (value?.kind !== 'scalar' || value.scalar === null)
      throw new RenderGap(`the variable ${name} has no value at ${path}`);
    values.set(name, value);
  }
  const change = (node: ManifestNode) => replaceIn(node, values, budget);
  for (const object of objects) {
    const id = originalId(object);
    for (const field of [...VARIABLE_FIELDS, ...configured]) {
      spend(budget, 'steps');
      if (isFieldOf(field, id)) object.node = changeField(object.node, field, { change });
    }
  }
}

function replaceIn(
  node: ManifestNode,
  values: ReadonlyMap<string, ManifestNode>,
  budget: RenderBudget,
): ManifestNode {
  const replace = (one: ManifestNode) => replaceInText(one, values, budget);
  if (node.kind === 'scalar') return replace(node);
  if (node.kind === 'list') return withItems(node, node.items.map(replace));
  return withChangedEntries(node, replace);
}

/** `$$` is a dollar sign; what is no variable stays. */
function replaceInText(
  node: ManifestNode,
  values: ReadonlyMap<string, ManifestNode>,
  budget: RenderBudget,
): ManifestNode {
  const { scalar: text } = node;
  if (typeof text !== 'string' || !text.includes('$')) return node;
  const whole = values.get(/^\$\(([^)]*)\)$/.exec(text)?.[1] ?? '');
  if (whole) return withScalar(node, whole.scalar, whole);
  const result = text.replace(/\$(\$|\(([^)]*)\))/g, (found, rest: string, name: string = '') =>
    rest === '$' ? '$' : textOf(values.get(name)) || found,
  );
  spend(budget, 'characters', result.length);
  return withScalar(node, result);
}

const TEMPLATE = 'spec/template/spec';
const IN_PODS = [
  ...['containers', 'initContainers'].flatMap((list) =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((key) => `${list}/${key}`),
  ),
  'volumes/nfs/server',
];
const POD_SPECS = [
  ['CronJob', 'spec/jobTemplate/spec/template/spec'],
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].map(
    (kind) => [kind, TEMPLATE] as const,
  ),
  ['Pod', 'spec'],
] as const;

/** The fields in which variables are replaced. Source: Kustomize, default transformer configurations, "varReference". */
export const VARIABLE_FIELDS: readonly FieldSpec[] = [
  ...POD_SPECS.flatMap(([kind, prefix]) =>
    IN_PODS.filter(
      (path) => path !== 'volumes/nfs/server' || !['CronJob', 'StatefulSet'].includes(kind),
    ).map((path) => ({ path: `${prefix}/${path}`, kind })),
  ),
  { path: 'spec/jobTemplate/spec/template/volumes/nfs/server', kind: 'CronJob' },
  { path: 'spec/volumeClaimTemplates/spec/nfs/server', kind: 'StatefulSet' },
  { path: 'spec/template/metadata/annotations', kind: 'Deployment' },
  { path: 'spec/rules/host', kind: 'Ingress' },
  { path: 'spec/tls/hosts', kind: 'Ingress' },
  { path: 'spec/tls/secretName', kind: 'Ingress' },
  { path: 'spec/ports/port', kind: 'Service' },
  { path: 'spec/ports/targetPort', kind: 'Service' },
  { path: 'spec/nfs/server', kind: 'PersistentVolume' },
  { path: 'metadata/labels' },
  { path: 'metadata/annotations' },
];
