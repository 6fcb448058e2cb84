import { textOf, valueAt } from '../yaml-values.js';
import type { Resource } from './resources.js';

/**
 * What other objects can use of a ConfigMap or Secret, its keys, or of a Service, its ports by name and number. Undefined if
 * the object does not say it: it has none because something in the cluster fills it in, or it is another kind.
 */
export function objectParts({ kind, node }: Resource): readonly string[] | undefined {
  const all = kind === 'Service' ? portsOf(node) : dataKeys(kind, node);
  const parts = all.filter((part) => part !== '');
  return parts.length > 0 ? parts : undefined;
}

function portsOf(service: Resource['node']): string[] {
  if (textOf(valueAt(service, 'spec', 'type')) === 'ExternalName') return [];
  return (valueAt(service, 'spec', 'ports')?.items ?? []).flatMap((port) => [
    textOf(valueAt(port, 'port')),
    textOf(valueAt(port, 'name')),
  ]);
}

const DATA = ['data', 'binaryData', 'stringData'];

function dataKeys(kind: string, node: Resource['node']): string[] {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return [];
  // Kubernetes adds the token and the certificate.
  if (textOf(valueAt(node, 'type')) === 'kubernetes.io/service-account-token') return [];
  return DATA.flatMap((key) => [...(valueAt(node, key)?.entries.keys() ?? [])]);
}
