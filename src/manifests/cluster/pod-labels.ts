import type { Pod } from '../kubernetes/pods.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Finds the pods of a namespace that have labels. */
export type PodSearch = (labels: ReadonlyMap<string, string>, namespace: string) => readonly Pod[];

/** The texts of a map such as `matchLabels`. */
export function labelsOf(node: ManifestNode | undefined): ReadonlyMap<string, string> {
  return new Map([...(node?.entries ?? [])].map(([key, value]) => [key, textOf(value)]));
}

/** Whether a label selector selects an object with these labels; an empty one selects all. Source: Kubernetes API, LabelSelector. */
export function selects(
  selector: ManifestNode | undefined,
  labels: ReadonlyMap<string, string>,
): boolean {
  const expressions = valueAt(selector, 'matchExpressions')?.items ?? [];
  return (
    [...labelsOf(valueAt(selector, 'matchLabels'))].every(
      ([key, value]) => labels.get(key) === value,
    ) &&
    expressions.every((expression) => {
      const value = labels.get(textOf(valueAt(expression, 'key')));
      const values = valueAt(expression, 'values')?.items.map(textOf) ?? [];
      switch (textOf(valueAt(expression, 'operator'))) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

/** Whether manifests set a label: those of other domains, and of jobs, are added by controllers. */
export function isOwnLabel(key: string): boolean {
  const [domain = '', name] = key.split('/');
  return name === undefined ? key !== 'job-name' : domain === 'app.kubernetes.io';
}

/**
 * A search over the pods of all manifests. It starts with the rarest label, and remembers its results: a repository can
 * have thousands of pods and services.
 */
export function podSearch(manifests: readonly Manifest[]): PodSearch {
  const byLabel = new Map<string, Pod[]>();
  for (const { pods } of manifests)
    for (const pod of pods)
      for (const [key, value] of labelsOf(valueAt(pod.metadata, 'labels'))) {
        const label = `${key}=${value}`;
        const others = byLabel.get(label);
        if (others) others.push(pod);
        else byLabel.set(label, [pod]);
      }
  const known = new Map<string, readonly Pod[]>();
  return (labels, namespace) => {
    const wanted = [...labels].map(([key, value]) => `${key}=${value}`);
    const query = [namespace, ...wanted.sort()].join('\n');
    const found = known.get(query) ?? search(byLabel, { labels, wanted, namespace });
    known.set(query, found);
    return found;
  };
}

interface Query {
  readonly labels: ReadonlyMap<string, string>;
  /** `key=value` */
  readonly wanted: readonly string[];
  readonly namespace: string;
}

function search(byLabel: ReadonlyMap<string, Pod[]>, { labels, wanted, namespace }: Query): Pod[] {
  const lists = wanted.map((label) => byLabel.get(label) ?? []);
  const rarest = lists.reduce((a, b) => (b.length < a.length ? b : a), lists[0] ?? []);
  return rarest.filter(
    ({ workload, metadata }) =>
      isSameNamespace(workload.namespace, namespace) &&
      [...labels].every(([key, value]) => textOf(valueAt(metadata, 'labels', key)) === value),
  );
}

/** Whether two objects can be in one namespace: an object without one gets that of the command that applies it. */
export function isSameNamespace(one: string, other: string): boolean {
  return one === other || one === 'default' || other === 'default';
}
