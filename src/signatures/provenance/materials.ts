import { isObject } from '../../lib/json.js';
import type { Statement } from '../statement.js';
import { objectAt, objectsAt, stringAt } from './fields.js';

/** Something that a build used, as its provenance claims. */
export interface ProvenanceMaterial {
  readonly uri: string;
  /** `sha256:…`, or a commit; absent if it has none. */
  readonly digest?: string;
}

/** More of one statement are not read. */
const MAX_MATERIALS = 2000;
const MAX_URI = 2000;

/**
 * The resolved dependencies of SLSA provenance 1, or the materials of 0.2. BuildKit also lists the requests there that its
 * proxy saw. Sources: slsa.dev/spec; BuildKit, docs/attestations/slsa-definitions.md.
 */
export function materialsOf({ predicate }: Statement): ProvenanceMaterial[] {
  const definition = objectAt(predicate, 'buildDefinition');
  const all = [
    ...objectsAt(definition, 'resolvedDependencies'),
    ...objectsAt(predicate, 'materials'),
  ];
  const materials = all.slice(0, MAX_MATERIALS).flatMap((one): ProvenanceMaterial[] => {
    const uri = stringAt(one, 'uri');
    if (uri === undefined || uri.length > MAX_URI) return [];
    const digests = objectAt(one, 'digest');
    const digest = ['sha512', 'sha256'].flatMap((name) => {
      const hex = stringAt(digests, name);
      return hex !== undefined && HEX.test(hex) ? [`${name}:${hex}`] : [];
    });
    const commit = ['gitCommit', 'sha1'].flatMap((name) => stringAt(digests, name) ?? []);
    const [known] = [...digest, ...commit.filter((hex) => HEX.test(hex))];
    return [{ uri, ...(known !== undefined && { digest: known }) }];
  });
  return [...materials, ...requestedMaterials(predicate)];
}

/** What the request of the build named: another frontend, and the contexts that replace images. Source: BuildKit, as above. */
function requestedMaterials(predicate: Statement['predicate']): ProvenanceMaterial[] {
  return requestsOf(predicate).flatMap((request) => {
    const args = objectAt(request, 'args');
    const isGateway = stringAt(request, 'frontend') === 'gateway.v0';
    const frontends = [
      ...(isGateway ? [stringAt(args, 'source')] : []),
      stringAt(args, 'build-arg:BUILDKIT_SYNTAX'),
    ];
    const contexts = contextsOf(request)
      .slice(0, MAX_MATERIALS)
      .map((key) => stringAt(args, key));
    return [...frontends.map((image) => image && `${IMAGE}${image}`), ...contexts].flatMap((uri) =>
      uri !== undefined && uri !== '' && uri.length <= MAX_URI && isFetched(uri) ? [{ uri }] : [],
    );
  });
}

function requestsOf(predicate: Statement['predicate']) {
  const external = objectAt(objectAt(predicate, 'buildDefinition'), 'externalParameters');
  return [
    objectAt(objectAt(predicate, 'invocation'), 'parameters'),
    objectAt(external, 'request'),
    external,
  ];
}

/** The names of the arguments that name a context. */
function contextsOf(request: ReturnType<typeof requestsOf>[number]): string[] {
  return Object.keys(objectAt(request, 'args')).filter((key) => key.startsWith('context:'));
}

/** How an image reference that is not a package URL is marked. */
export const IMAGE = 'docker-image://';

/** A folder of the client or the result of another build is not fetched. */
function isFetched(uri: string): boolean {
  return !/^(?:local|input|oci-layout):/.test(uri);
}

/** Why not all materials of a statement are read; undefined if they are. */
export function unreadMaterials({ predicate }: Statement): string | undefined {
  const lists = [objectAt(predicate, 'buildDefinition').resolvedDependencies, predicate.materials];
  if (lists.some((list) => list !== undefined && list !== null && !Array.isArray(list)))
    return 'its materials are no list';
  const all = lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  if (all.length > MAX_MATERIALS)
    return `it has ${all.length} materials, ${MAX_MATERIALS} are read`;
  const contexts = Math.max(...requestsOf(predicate).map((one) => contextsOf(one).length));
  if (contexts > MAX_MATERIALS)
    return `its request has ${contexts} contexts, ${MAX_MATERIALS} are read`;
  const hasUri = all.every((one) => {
    const uri = isObject(one) ? stringAt(one, 'uri') : undefined;
    return uri !== undefined && uri.length <= MAX_URI;
  });
  return hasUri
    ? undefined
    : `materials have no address, or one of more than ${MAX_URI} characters`;
}

const HEX = /^[0-9a-f]{40,128}$/;
