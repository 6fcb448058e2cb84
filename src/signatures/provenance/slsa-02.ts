import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import { child, leaves, objects, parseGit, required, text } from './fields.js';

/**
 * SLSA provenance 0.2, as slsa-github-generator and BuildKit write it.
 * Sources: slsa.dev/spec/v0.2/provenance; slsa-github-generator, "Provenance format" (the github_* environment).
 */
export function readSlsa02(predicate: Readonly<Record<string, unknown>>): BuildFacts {
  const buildType = required(predicate, 'buildType');
  const builder = required(child(predicate, 'builder'), 'id');
  const invocation = child(predicate, 'invocation');
  const uri = text(child(invocation, 'configSource'), 'uri');
  const source = uri === undefined ? undefined : parseGit(uri);
  if (buildType !== BUILDKIT) checkMaterials(predicate, uri);
  const environment = child(invocation, 'environment');
  const ref = text(environment, 'github_ref') ?? source?.ref;
  if (source?.ref !== undefined && ref !== source.ref)
    throw new VerificationError(
      'claims',
      `its provenance names two refs, ${source.ref} and ${ref}`,
    );
  const branch = branchOf(environment, ref);
  const commit = text(child(invocation, 'configSource', 'digest'), 'sha1');
  const inputs = inputsOf(environment);
  return {
    buildType,
    builder,
    ...(source ? { source: source.repository } : {}),
    ...(ref === undefined ? {} : { ref }),
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit }),
    ...(inputs ? { inputs } : {}),
  };
}

const BUILDKIT = 'https://mobyproject.org/buildkit@v1';

/** The first material is the source: a build from another one than it was started from is not what it seems. */
function checkMaterials(
  predicate: Readonly<Record<string, unknown>>,
  uri: string | undefined,
): void {
  const [first] = objects(predicate, 'materials');
  if (first && text(first, 'uri') !== uri)
    throw new VerificationError(
      'claims',
      'its provenance names two sources, in configSource and in materials',
    );
}

/** GitHub tells the branch of a tag only for a push (`base_ref`) and for a release (`target_commitish`). */
function branchOf(
  environment: Readonly<Record<string, unknown>>,
  ref: string | undefined,
): string | undefined {
  if (text(environment, 'github_ref_type') !== 'tag')
    return ref?.startsWith('refs/heads/') ? ref : undefined;
  const payload = child(environment, 'github_event_payload');
  const event = text(environment, 'github_event_name');
  if (event === 'push') return text(payload, 'base_ref');
  const target =
    event === 'release' ? text(child(payload, 'release'), 'target_commitish') : undefined;
  return target === undefined ? undefined : `refs/heads/${target}`;
}

function inputsOf(
  environment: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> | undefined {
  if (text(environment, 'github_event_name') !== 'workflow_dispatch') return undefined;
  return leaves(child(environment, 'github_event_payload', 'inputs'));
}
