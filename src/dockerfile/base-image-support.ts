import { LIFETIMES, PRODUCTS } from './base-image-lifetimes.js';
import { splitReference } from './image-reference.js';

/** What an image holds and the last day on which it is supported. */
export interface Support {
  /** `debian 10` */
  readonly what: string;
  /** `2024-06-30` */
  readonly until: string;
}

/**
 * The products that a reference's tag tells, `python:3.8-slim-buster` both its python and its debian, with the ends of
 * their support. Empty for images that are not known.
 */
export function supportOf(reference: string): Support[] {
  const { name, registry, tag } = splitReference(reference);
  const isHub = registry === undefined || /^(?:index\.)?docker\.io$/.test(registry);
  const product = PRODUCTS.get(isHub ? name.replace(/^library\//, '') : `${registry}/${name}`);
  if (product === undefined || tag === undefined) return [];
  const [first = '', ...suffixes] = tag.toLowerCase().split('-');
  const found = [releaseOf(product, first)];
  for (const suffix of suffixes) {
    const alpine = /^alpine(\d[\d.]*)$/.exec(suffix)?.[1];
    if (alpine !== undefined) found.push(releaseOf('alpine', alpine));
    else if (/^[a-z]+$/.test(suffix)) found.push(byCodename(suffix));
  }
  if (product !== 'debian' && product !== 'ubuntu' && /^[a-z]+$/.test(first)) {
    found.push(byCodename(first));
  }
  return found.filter((support) => support !== undefined);
}

/** The most exact release that a version belongs to: 3.8.20 is 3.8. */
function releaseOf(product: string, version: string): Support | undefined {
  const releases = releasesOf(product);
  const parts = version.replace(/^v/, '').split('.');
  for (let length = parts.length; length > 0; length--) {
    const release = parts.slice(0, length).join('.');
    const until = releases.get(release);
    if (until !== undefined) return { what: `${product} ${release}`, until };
  }
  return undefined;
}

function byCodename(name: string): Support | undefined {
  return releaseOf('debian', name) ?? releaseOf('ubuntu', name);
}

const parsed = new Map<string, ReadonlyMap<string, string>>();

function releasesOf(product: string): ReadonlyMap<string, string> {
  let releases = parsed.get(product);
  if (!releases) {
    releases = new Map(
      (LIFETIMES.get(product) ?? '').split(' ').flatMap((entry) => {
        const [names = '', until = ''] = entry.split(':');
        return names.split('/').map((name): [string, string] => [name, until]);
      }),
    );
    parsed.set(product, releases);
  }
  return releases;
}
