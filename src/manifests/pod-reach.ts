import { type Container, containerLocation, type Pod } from './kubernetes/pods.js';
import type { ObservedReach } from './observed-reach.js';
import { isSet, valueAt } from './yaml-values.js';

/** A container that a finding about its pod is about, too. */
export function containerReach(container: Container): ObservedReach & {
  readonly at: NonNullable<ObservedReach['at']>;
} {
  return { at: containerLocation(container), name: `container "${container.name}"`, value: '' };
}

/**
 * The containers for which a setting of the pod counts: those that do not have the value of their security context at one of
 * the paths.
 */
export function containersUnder(
  { containers }: Pod,
  ...overriding: readonly (readonly string[])[]
): ObservedReach[] {
  return containers
    .filter(
      ({ node }) => !overriding.some((path) => isSet(valueAt(node, 'securityContext', ...path))),
    )
    .map(containerReach);
}
