import { find, textOf } from '../compose/compose-values.js';
import type { YamlNode } from '../yaml.js';

/** True where a label selector takes these labels; an empty one takes all (Kubernetes API, LabelSelector). */
export function selects(selector: YamlNode | undefined, labels: YamlNode | undefined): boolean {
  const label = (key: string) => find(labels, key);
  for (const [key, value] of find(selector, 'matchLabels')?.entries ?? [])
    if (!label(key) || textOf(label(key)) !== textOf(value)) return false;
  return (find(selector, 'matchExpressions')?.items ?? []).every((expression) => {
    const own = label(textOf(find(expression, 'key')));
    const values = (find(expression, 'values')?.items ?? []).map(textOf);
    switch (textOf(find(expression, 'operator'))) {
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
