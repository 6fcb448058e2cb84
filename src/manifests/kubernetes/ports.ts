import { textOf, valueAt } from '../yaml-values.js';
import type { Container } from './pods.js';

/** The names of the ports of a container. */
export function containerPortNames({ node }: Pick<Container, 'node'>): string[] {
  const ports = valueAt(node, 'ports')?.items ?? [];
  return ports.map((port) => textOf(valueAt(port, 'name'))).filter((name) => name !== '');
}

/** Whether a port is given by its name. Source: Kubernetes API, IntOrString; RFC 6335, 5.1. */
export function isPortName(text: string): boolean {
  return /^(?=.*[a-z])[a-z0-9-]{1,15}$/i.test(text);
}
