import type { Fix } from '../../core/fix.js';
import type { RuntimeNeeds } from '../../core/runtime-needs.js';
import type { Service } from '../compose/project.js';
import { imageReference } from '../image-references.js';
import type { Container } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import type { ManifestRuleContext } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { serviceEditor } from './compose.js';
import { fitted, type Offer, type Setting } from './fitted.js';
import { containerEditor } from './kubernetes.js';

/** What a finding about a service offers: what its image needs if that is known, else the fix that suits most images. */
export function serviceOffer(
  setting: Setting,
  { node, build }: Pick<Service, 'node' | 'build'>,
  { needsOf }: ManifestRuleContext,
  usual: () => Fix | undefined,
): Offer {
  const image = valueAt(node, 'image');
  const reference = image && imageReference(image)?.reference;
  const needs = needsOf?.({
    ...(reference !== undefined && { reference }),
    ...(build && { build }),
  });
  const isOther = ['entrypoint', 'command'].some((key) => isSet(valueAt(node, key)));
  if (!needs || isOther || !isSameUser(needs, valueAt(node, 'user'))) return { fix: usual() };
  return withUsual(fitted(setting, needs, serviceEditor(node)), usual);
}

/** The same for a container of Kubernetes. */
export function containerOffer(
  setting: Setting,
  container: Container,
  { needsOf }: ManifestRuleContext,
  usual: () => Fix | undefined,
): Offer {
  const { node, pod } = container;
  const image = valueAt(node, 'image');
  const reference = image && imageReference(image)?.reference;
  const needs = reference === undefined ? undefined : needsOf?.({ reference });
  const isOther = ['command', 'args'].some((key) => isSet(valueAt(node, key)));
  const user =
    valueAt(node, 'securityContext', 'runAsUser') ??
    valueAt(pod.spec, 'securityContext', 'runAsUser');
  if (!needs || isOther || !isSameUser(needs, user)) return { fix: usual() };
  return withUsual(fitted(setting, needs, containerEditor(container)), usual);
}

/** Nothing in the image contradicts the usual fix. */
function withUsual(offer: Offer, usual: () => Fix | undefined): Offer {
  return offer.fix || offer.advice !== undefined ? offer : { fix: usual() };
}

/** Whether the manifest sets no other user than the needs are about. */
function isSameUser({ user }: RuntimeNeeds, set: ManifestNode | undefined): boolean {
  return !isSet(set) || textOf(set).split(':')[0] === String(user?.uid ?? 0);
}
