import type { Reference } from '../registry/reference.js';
import { freeUntil, releaseOf } from './data/releases.js';
import type { Recommendation } from './recommendation.js';

/**
 * The minimal and the micro variant of a Red Hat Universal Base Image, of the same version; nothing for other images.
 * Source: docs.redhat.com, "Building, running, and managing containers", types of container images.
 */
export function redHatRecommendations({ registry, repository, tag }: Reference): Recommendation[] {
  const name = `${registry}/${repository}`;
  const [, prefix = '', release = '', variant = ''] = UBI.exec(name) ?? [];
  // The tag of a build, `9.8-1782366870`, exists for one image only.
  const version = /^(?:\d+\.\d+|latest)(?=-\d+$|$)/.exec(tag ?? '')?.[0];
  const found = releaseOf('rhel', release);
  if (!found || version === undefined || variant.endsWith('micro')) return [];
  const recommend = (
    kind: Recommendation['kind'],
    flavor: string,
    caution: string,
  ): Recommendation => ({
    kind,
    reference:
      `${prefix}ubi${release}${prefix === HUB ? '-' : '/ubi-'}${flavor}:${version}`.replace(
        HUB,
        'redhat/',
      ),
    line: release,
    until: freeUntil('rhel', found),
    caution,
  });
  return [
    ...(variant.endsWith('minimal')
      ? []
      : [recommend('slim', 'minimal', 'microdnf instead of dnf')]),
    recommend('distroless', 'micro', 'no package manager, final stage only'),
  ];
}

const HUB = 'docker.io/redhat/';
/** `registry.access.redhat.com/ubi9`, `…/ubi9/ubi`, `…/ubi9-minimal`, `docker.io/redhat/ubi9`. */
const UBI =
  /^(registry\.(?:access\.redhat\.com|redhat\.io)\/|docker\.io\/redhat\/)ubi(\d+)((?:\/ubi)?(?:-minimal|-micro)?)$/;
