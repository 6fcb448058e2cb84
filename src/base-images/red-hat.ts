import type { Reference } from '../image/reference.js';
import { freeUntil, releaseOf } from './data/releases.js';
import type { Recommendation } from './recommend.js';

/**
 * The minimal and micro image beside Red Hat's universal base image, which share its version; nothing for other images.
 * Source: docs.redhat.com, "Building, running, and managing containers", types of container images.
 */
export function redHatRecommendations({ registry, repository, tag }: Reference): Recommendation[] {
  const name = `${registry}/${repository}`;
  const [, prefix = '', release = '', part = ''] = UBI.exec(name) ?? [];
  // Builds, `9.8-1782366870`, are of one image each.
  const version = /^(?:\d+\.\d+|latest)(?=-\d+$|$)/.exec(tag ?? '')?.[0];
  const found = releaseOf('rhel', release);
  if (!found || version === undefined || part.endsWith('micro')) return [];
  const option = (
    kind: Recommendation['kind'],
    flavour: string,
    caution: string,
  ): Recommendation => ({
    kind,
    reference:
      `${prefix}ubi${release}${prefix === HUB ? '-' : '/ubi-'}${flavour}:${version}`.replace(
        HUB,
        'redhat/',
      ),
    line: release,
    until: freeUntil('rhel', found),
    caution,
  });
  return [
    ...(part.endsWith('minimal') ? [] : [option('slim', 'minimal', 'microdnf instead of dnf')]),
    option('distroless', 'micro', 'no package manager, for the final stage'),
  ];
}

const HUB = 'docker.io/redhat/';
/** `registry.access.redhat.com/ubi9`, `…/ubi9/ubi`, `…/ubi9-minimal`, `docker.io/redhat/ubi9`. */
const UBI =
  /^(registry\.(?:access\.redhat\.com|redhat\.io)\/|docker\.io\/redhat\/)ubi(\d+)((?:\/ubi)?(?:-minimal|-micro)?)$/;
