import type { Manifest } from './manifest.js';
import type { YamlNode } from './yaml.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/** The name of an image that a manifest pulls. */
export interface ImageReference {
  readonly at: YamlNode;
  /** As it is written. */
  readonly reference: string;
  /** With its registry, `docker.io` and `library` written out. */
  readonly repository: string;
  /** Empty where there is none. */
  readonly tag: string;
  readonly digest: string;
}

/** The images that a manifest pulls; those that are built here, or whose name holds a variable, are left out. */
export function pulledImages(manifest: Manifest): ImageReference[] {
  const nodes = [
    ...manifest.services.filter(({ built }) => !built).map(({ node }) => valueAt(node, 'image')),
    ...manifest.containers.map(({ node }) => valueAt(node, 'image')),
  ];
  return nodes.flatMap((at) => (at && imageReference(at)) ?? []);
}

/** The name that a scalar holds; undefined where there is none, or a variable in it. */
export function imageReference(at: YamlNode): ImageReference | undefined {
  const isName = isSet(at) && at.kind === 'scalar' && !at.variable;
  return isName && !/\$|\{\{/.test(textOf(at)) ? { at, ...parts(textOf(at)) } : undefined;
}

/** Source: the reference grammar of distribution/reference; Docker's defaults for what is left out. */
function parts(reference: string) {
  const [name = '', digest = ''] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const path = tagged ? name.slice(0, colon) : name;
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const repository = hasRegistry
    ? path.replace(/^index\.docker\.io\//, 'docker.io/')
    : `docker.io/${rest.length > 0 ? path : `library/${path}`}`;
  return { reference, repository, tag: tagged ? name.slice(colon + 1) : '', digest };
}
