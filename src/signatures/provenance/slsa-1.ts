import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import { child, type GitPlace, leaves, objects, parseGit, required, text } from './fields.js';

/**
 * SLSA provenance 1.0, as GitHub's attestations, slsa-github-generator and BuildKit write it.
 * Sources: slsa.dev/spec/v1.0/provenance; actions.github.io/buildtypes/workflow/v1; BuildKit,
 * docs/attestations/slsa-definitions.md.
 */
export function readSlsa1(predicate: Readonly<Record<string, unknown>>): BuildFacts {
  const definition = child(predicate, 'buildDefinition');
  const buildType = required(definition, 'buildType');
  const builder = required(child(predicate, 'runDetails', 'builder'), 'id');
  const external = child(definition, 'externalParameters');
  const source = sourceOf(external);
  const commit =
    checkDependencies(definition, source) ??
    text(child(external, 'configSource', 'digest'), 'sha1');
  const inputs = inputsOf(definition, external);
  const ref = source?.ref;
  return {
    buildType,
    builder,
    ...(source ? { source: source.repository } : {}),
    ...(ref === undefined ? {} : { ref }),
    ...(ref?.startsWith('refs/heads/') ? { branch: ref } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(inputs ? { inputs } : {}),
  };
}

/** GitHub: `workflow`; slsa-github-generator: `source`; BuildKit: `configSource`. */
function sourceOf(external: Readonly<Record<string, unknown>>): GitPlace | undefined {
  const workflow = child(external, 'workflow');
  const repository = text(workflow, 'repository');
  if (repository !== undefined) {
    const ref = text(workflow, 'ref');
    return { repository: parseGit(repository).repository, ...(ref === undefined ? {} : { ref }) };
  }
  const { source } = external;
  const uri =
    typeof source === 'string'
      ? source
      : (text(child(external, 'source'), 'uri') ?? text(child(external, 'configSource'), 'uri'));
  return uri === undefined ? undefined : parseGit(uri);
}

/** The commit of the source among what was fetched. Throws Refusal when that is only fetched at another ref. */
function checkDependencies(
  definition: Readonly<Record<string, unknown>>,
  source: GitPlace | undefined,
): string | undefined {
  const git = objects(definition, 'resolvedDependencies')
    .map((one) => ({ place: parseGit(text(one, 'uri') ?? ''), digest: child(one, 'digest') }))
    .filter(({ place }) => source !== undefined && place.repository === source.repository);
  const [first] = git;
  if (!first) return undefined;
  const exact = git.find(({ place }) => place.ref === undefined || place.ref === source?.ref);
  if (!exact && source?.ref !== undefined)
    throw new VerificationError(
      'claims',
      `its provenance names two refs, ${source.ref} and ${first.place.ref}`,
    );
  const { digest } = exact ?? first;
  return text(digest, 'gitCommit') ?? text(digest, 'sha1');
}

function inputsOf(
  definition: Readonly<Record<string, unknown>>,
  external: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> | undefined {
  const internal = child(definition, 'internalParameters');
  const event =
    text(child(internal, 'github'), 'event_name') ?? text(internal, 'GITHUB_EVENT_NAME');
  if (event !== 'workflow_dispatch') return undefined;
  const payload = child(internal, 'GITHUB_EVENT_PAYLOAD', 'inputs');
  return leaves({ ...child(external, 'inputs'), ...payload });
}
