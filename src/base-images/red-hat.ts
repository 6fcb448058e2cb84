import type { Reference } from '../core/reference.js';
import { freeUntil, releaseOf } from '../releases/releases.js';
import { officialImage } from './official-images.js';
import type { BaseImageAdvice, Recommendation } from './recommendation.js';

/**
 * What to use instead of a Red Hat Universal Base Image: the newest release, when this one has reached its end of life; its
 * newest minor release; the minimal and the micro variant. Undefined for other images, and when there is nothing to change.
 * Source: docs.redhat.com, "Building, running, and managing containers", types of container images.
 */
export function redHatAdvice(
  { registry, repository, tag = '' }: Reference,
  now: string,
): BaseImageAdvice | undefined {
  const [, prefix = '', major = '', variant = ''] = UBI.exec(`${registry}/${repository}`) ?? [];
  // The tag of a build, `9.8-1782366870`, exists for one image only.
  const version = /^(?:\d+\.\d+|latest)(?=-\d+$|$)/.exec(tag)?.[0];
  const found = releaseOf('rhel', major);
  if (!found || version === undefined) return undefined;
  const until = freeUntil('rhel', found);
  const isOver = until !== undefined && until < now;
  const minor = newestMinor(isOver ? undefined : major) ?? version;
  const line = isOver ? (minor.split('.')[0] ?? major) : major;
  const recommend = recommender(prefix, line, version === 'latest' ? version : minor);
  const flavor = (name: string) => (prefix === HUB ? `-${name}` : `/ubi-${name}`);
  const isNew = version !== 'latest' && minor !== version;
  const recommendations = [
    ...(isOver || isNew ? [recommend(isOver ? 'line' : 'patch', variant)] : []),
    ...(/-/.test(variant) ? [] : [recommend('slim', flavor('minimal'), 'microdnf instead of dnf')]),
    ...(variant.endsWith('micro')
      ? []
      : [recommend('distroless', flavor('micro'), 'no package manager, final stage only')]),
  ].filter((one) => one.until === undefined || one.until >= now);
  if (!recommendations.some(({ kind }) => kind !== 'distroless')) return undefined;
  const ended = isOver ? `ubi ${major} reached end of life on ${until}` : undefined;
  return { ended, recommendations };
}

const HUB = 'docker.io/redhat/';
/** `registry.access.redhat.com/ubi9`, `…/ubi9/ubi`, `…/ubi9-minimal`, `docker.io/redhat/ubi9`. */
const UBI =
  /^(registry\.(?:access\.redhat\.com|redhat\.io)\/|docker\.io\/redhat\/)ubi(\d+)((?:\/ubi)?(?:-minimal|-micro)?)$/;

/** The newest minor release of a major one: 9.8 of 9. Of all, without one. */
function newestMinor(major: string | undefined): string | undefined {
  const image = officialImage('redhat/ubi');
  if (major === undefined) return image?.recommended;
  const versions = image?.variants.map(({ version }) => version) ?? [];
  return versions.find((version) => version.startsWith(`${major}.`));
}

function recommender(prefix: string, line: string, tag: string) {
  const release = releaseOf('rhel', line);
  const until = release && freeUntil('rhel', release);
  return (kind: Recommendation['kind'], variant: string, caution?: string): Recommendation => ({
    kind,
    reference: `${prefix}ubi${line}${variant}:${tag}`.replace(HUB, 'redhat/'),
    line,
    until,
    caution,
  });
}
