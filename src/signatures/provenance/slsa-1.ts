import type { JsonObject } from '../../lib/json.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import {
  type GitLocation,
  objectAt,
  objectsAt,
  parseGit,
  requiredString,
  scalarStrings,
  stringAt,
} from './fields.js';

export const SLSA_1 = 'https://slsa.dev/provenance/v1';

/**
 * Reads SLSA provenance 1.0, as GitHub's attestations, slsa-github-generator and BuildKit write it.
 * Throws VerificationError (mismatch).
 * Sources: slsa.dev/spec/v1.0/provenance; actions.github.io/buildtypes/workflow/v1; BuildKit,
 * docs/attestations/slsa-definitions.md.
 */
export function readSlsa1(predicate: JsonObject): BuildFacts {
  const definition = objectAt(predicate, 'buildDefinition');
  const external = objectAt(definition, 'externalParameters');
  const source = sourceOf(external);
  const ref = source?.ref;
  return {
    buildType: requiredString(definition, 'buildType'),
    builder: requiredString(objectAt(predicate, 'runDetails', 'builder'), 'id'),
    source: source?.repository,
    ref,
    branch: ref?.startsWith('refs/heads/') ? ref : undefined,
    commit:
      resolvedCommit(definition, source) ??
      stringAt(objectAt(external, 'configSource', 'digest'), 'sha1') ??
      source?.commit,
    inputs: inputsOf(definition, external),
  };
}

/** GitHub: `workflow`; slsa-github-generator: `source`; BuildKit: `configSource`. */
function sourceOf(external: JsonObject): GitLocation | undefined {
  const workflow = objectAt(external, 'workflow');
  const repository = stringAt(workflow, 'repository');
  if (repository !== undefined)
    return { repository: parseGit(repository).repository, ref: stringAt(workflow, 'ref') };
  const { source } = external;
  const uri =
    typeof source === 'string'
      ? source
      : (stringAt(objectAt(external, 'source'), 'uri') ??
        stringAt(objectAt(external, 'configSource'), 'uri'));
  return uri === undefined ? undefined : parseGit(uri);
}

/** The commit of the source in the resolved dependencies. Throws VerificationError when they only have another ref. */
function resolvedCommit(
  definition: JsonObject,
  source: GitLocation | undefined,
): string | undefined {
  const git = objectsAt(definition, 'resolvedDependencies')
    .map((one) => ({
      location: parseGit(stringAt(one, 'uri') ?? ''),
      digest: objectAt(one, 'digest'),
    }))
    .filter(({ location }) => source !== undefined && location.repository === source.repository);
  const [first] = git;
  if (!first) return undefined;
  const exact = git.find(
    ({ location }) => location.ref === undefined || location.ref === source?.ref,
  );
  if (!exact && source?.ref !== undefined)
    throw new VerificationError(
      'mismatch',
      `its provenance has two different refs, ${source.ref} and ${first.location.ref}`,
    );
  const { digest } = exact ?? first;
  const commit = stringAt(digest, 'gitCommit') ?? stringAt(digest, 'sha1');
  if (source?.commit !== undefined && commit !== undefined && commit !== source.commit)
    throw new VerificationError(
      'mismatch',
      `its provenance has two different commits, ${source.commit} and ${commit.slice(0, 80)}`,
    );
  return commit;
}

function inputsOf(
  definition: JsonObject,
  external: JsonObject,
): ReadonlyMap<string, string> | undefined {
  const internal = objectAt(definition, 'internalParameters');
  const event =
    stringAt(objectAt(internal, 'github'), 'event_name') ?? stringAt(internal, 'GITHUB_EVENT_NAME');
  if (event !== 'workflow_dispatch') return undefined;
  const payload = objectAt(internal, 'GITHUB_EVENT_PAYLOAD', 'inputs');
  return scalarStrings({ ...objectAt(external, 'inputs'), ...payload });
}
