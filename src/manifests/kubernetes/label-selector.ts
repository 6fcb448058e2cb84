import type { YamlNode } from '../yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** True where a label selector takes these labels; an empty one takes all (Kubernetes API, LabelSelector). */
export function selects(selector: YamlNode | undefined, labels: YamlNode | undefined): boolean {
  const label = (key: string) => valueAt(labels, key);
  for (const [key, value] of valueAt(selector, 'matchLabels')?.entries ?? [])
    if (!label(key) || textOf(label(key)) !== textOf(value)) return false;
  return (valueAt(selector, 'matchExpressions')?.items ?? []).every((expression) => {
    const own = label(textOf(valueAt(expression, 'key')));
    const values = (valueAt(expression, 'values')?.items ?? []).map(textOf);
    switch (textOf(valueAt(expression, 'operator'))) {
      case 'In':
        return own !== undefined && values.includes(textOf(own));
      case 'NotIn':
        return own === undefined || !values.includes(textOf(own));
      case 'Exists':
        return own !== undefined;
      case 'DoesNotExist':
        return own === undefined;
      default:
        return false;
    }
  });
}
