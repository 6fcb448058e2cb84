import type { Observation } from '../core/rule.js';
import type { Manifest } from './manifest.js';
import { replaceScalar } from './yaml-edits.js';
import { isTrue, textOf, valueAt } from './yaml-values.js';

/** Reports pods and services that share one of the host's namespaces, which `field` and `key` switch. */
export function reportHostNamespace(
  manifest: Manifest,
  field: string,
  key: string,
  what: string,
  report: (observation: Observation) => void,
): void {
  for (const { spec } of manifest.pods) {
    const value = valueAt(spec, field);
    if (value && isTrue(value))
      report({
        at: value.range,
        message: `The pod shares the host’s ${what}.`,
        fix: replaceScalar(value, 'false', `Do not share the host’s ${what}`),
      });
  }
  for (const { name, node } of manifest.services) {
    const value = valueAt(node, key);
    if (value && textOf(value) === 'host')
      report({ at: value.range, message: `The service "${name}" shares the host’s ${what}.` });
  }
}
