import type { JsonObject } from '../../lib/json.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import {
  objectAt,
  objectsAt,
  parseGit,
  requiredString,
  scalarStrings,
  stringAt,
} from './fields.js';

export const SLSA_02 = 'https://slsa.dev/provenance/v0.2';

/**
 * Reads SLSA provenance 0.2, as slsa-github-generator and BuildKit write it. Throws VerificationError (mismatch).
 * Sources: slsa.dev/spec/v0.2/provenance; slsa-github-generator, "Provenance format" (the github_* environment).
 */
export function readSlsa02(predicate: JsonObject): BuildFacts {
  const buildType = requiredString(predicate, 'buildType');
  const builder = requiredString(objectAt(predicate, 'builder'), 'id');
  const invocation = objectAt(predicate, 'invocation');
  const uri = stringAt(objectAt(invocation, 'configSource'), 'uri');
  const source = uri === undefined ? undefined : parseGit(uri);
  if (buildType !== BUILDKIT) checkMaterials(predicate, uri);
  const environment = objectAt(invocation, 'environment');
  const ref = stringAt(environment, 'github_ref') ?? source?.ref;
  if (source?.ref !== undefined && ref !== source.ref)
    throw new VerificationError(
      'mismatch',
      `its provenance has two different refs, ${source.ref} and ${ref}`,
    );
  return {
    buildType,
    builder,
    source: source?.repository,
    ref,
    branch: branchOf(environment, ref),
    commit: stringAt(objectAt(invocation, 'configSource', 'digest'), 'sha1') ?? source?.commit,
    inputs: inputsOf(environment),
  };
}

const BUILDKIT = 'https://mobyproject.org/buildkit@v1';

/** The first material must be the source in configSource: otherwise the build could have used other sources. */
function checkMaterials(predicate: JsonObject, uri: string | undefined): void {
  const [first] = objectsAt(predicate, 'materials');
  if (first && stringAt(first, 'uri') !== uri)
    throw new VerificationError(
      'mismatch',
      'its provenance has two different sources, in configSource and in materials',
    );
}

/** For a tag, GitHub's event contains the branch only for a push (`base_ref`) and a release (`target_commitish`). */
function branchOf(environment: JsonObject, ref: string | undefined): string | undefined {
  if (stringAt(environment, 'github_ref_type') !== 'tag')
    return ref?.startsWith('refs/heads/') ? ref : undefined;
  const payload = objectAt(environment, 'github_event_payload');
  const event = stringAt(environment, 'github_event_name');
  if (event === 'push') return stringAt(payload, 'base_ref');
  const target =
    event === 'release' ? stringAt(objectAt(payload, 'release'), 'target_commitish') : undefined;
  return target === undefined ? undefined : `refs/heads/${target}`;
}

function inputsOf(environment: JsonObject): ReadonlyMap<string, string> | undefined {
  if (stringAt(environment, 'github_event_name') !== 'workflow_dispatch') return undefined;
  return scalarStrings(objectAt(environment, 'github_event_payload', 'inputs'));
}
