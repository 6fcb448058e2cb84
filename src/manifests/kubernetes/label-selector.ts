import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Whether a label selector matches labels; an empty selector matches all. Source: Kubernetes API, LabelSelector. */
export function selectorMatches(
  selector: ManifestNode | undefined,
  labels: ManifestNode | undefined,
): boolean {
  const labelAt = (key: string) => valueAt(labels, key);
  for (const [key, value] of valueAt(selector, 'matchLabels')?.entries ?? [])
    if (!labelAt(key) || textOf(labelAt(key)) !== textOf(value)) return false;
  return (valueAt(selector, 'matchExpressions')?.items ?? []).every((expression) => {
    const label = labelAt(textOf(valueAt(expression, 'key')));
    const values = (valueAt(expression, 'values')?.items ?? []).map(textOf);
    switch (textOf(valueAt(expression, 'operator'))) {
      case 'In':
        return label !== undefined && values.includes(textOf(label));
      case 'NotIn':
        return label === undefined || !values.includes(textOf(label));
      case 'Exists':
        return label !== undefined;
      case 'DoesNotExist':
        return label === undefined;
      default:
        return false;
    }
  });
}
