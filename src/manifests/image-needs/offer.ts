import type { Fix } from '../../core/fix.js';
import type { OwnStart } from '../../core/runtime-needs.js';
import type { Service } from '../compose/project.js';
import { imageReference } from '../image-references.js';
import { startsAsRoot } from '../images-started-as-root.js';
import type { Container } from '../kubernetes/pods.js';
import type { ManifestNode } from '../manifest-yaml.js';
import type { ManifestRuleContext, StartedImage } from '../rule.js';
import { valueAt } from '../yaml-values.js';
import { serviceEditor } from './compose.js';
import { type Editor, fitted, notKnown, type Offer, type Setting } from './fitted.js';
import { containerEditor } from './kubernetes.js';
import { containerStart, type Start, serviceStart } from './own-start.js';

/** What a finding about a service offers: what its image needs if that is known, else the fix that suits most images. */
export function serviceOffer(
  setting: Setting,
  service: Pick<Service, 'node' | 'build'>,
  context: ManifestRuleContext,
  usual: () => Fix | undefined,
): Offer {
  const started = startOfService(service);
  return offer({ setting, ...started, editor: serviceEditor(service.node) }, context, usual);
}

/** The same for a container of Kubernetes. */
export function containerOffer(
  setting: Setting,
  container: Container,
  context: ManifestRuleContext,
  usual: () => Fix | undefined,
): Offer {
  const started = startOfContainer(container);
  return offer({ setting, ...started, editor: containerEditor(container) }, context, usual);
}

/** An image, and how a manifest starts it. */
interface Started {
  readonly image: StartedImage;
  readonly start: Start;
  readonly node: ManifestNode;
}

function startOfService({ node, build }: Pick<Service, 'node' | 'build'>): Started {
  return { image: { ...named(node), ...(build && { build }) }, start: serviceStart(node), node };
}

function startOfContainer(container: Pick<Container, 'node' | 'pod'>): Started {
  const { node } = container;
  return { image: named(node), start: containerStart(container), node };
}

function named(node: ManifestNode): StartedImage {
  const image = valueAt(node, 'image');
  const reference = image && imageReference(image)?.reference;
  return reference === undefined ? {} : { reference };
}

/** The images that services and containers start in a known way, with what they set in place of the image's own. */
export function knownStarts(
  services: readonly Pick<Service, 'node' | 'build'>[],
  containers: readonly Pick<Container, 'node' | 'pod'>[],
): (StartedImage & { readonly start: OwnStart })[] {
  const all = [...services.map(startOfService), ...containers.map(startOfContainer)];
  return all.flatMap(({ image, start }) => (typeof start === 'string' ? [] : { ...image, start }));
}

interface Request extends Started {
  readonly setting: Setting;
  readonly editor: Editor;
}

function offer(
  { setting, image, start, node, editor }: Request,
  { leastPrivilege, needsOf }: ManifestRuleContext,
  usual: () => Fix | undefined,
): Offer {
  if (leastPrivilege !== 'propose') return {};
  const needs = needsOf?.(image, typeof start === 'string' ? {} : start);
  if (!needs)
    return startsAsRoot(node) && setting !== 'no-new-privileges' ? KNOWN : unread(usual());
  if (typeof start === 'string') return { advice: notKnown(needs.image, start) };
  if ('unknown' in needs) return { advice: notKnown(needs.image, needs.unknown) };
  return fitted(setting, needs, editor, usual);
}

/** Without its files, nothing is known of an image but what its name says. */
function unread(fix: Fix | undefined): Offer {
  return fix
    ? { fix: { ...fix, description: `${fix.description}. The image was not read: try this first` } }
    : {};
}

const KNOWN: Offer = {
  advice:
    'No fix is offered: the image starts as root and prepares its folders. Scan it (--image) to see what it needs',
};
