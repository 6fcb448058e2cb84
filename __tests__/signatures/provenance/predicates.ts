export const COMMIT = 'c'.repeat(40);
export const SOURCE = 'https://github.com/acme/app';
export const GENERATOR =
  'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml';
export const WORKFLOW = 'https://actions.github.io/buildtypes/workflow/v1';

/** SLSA 0.2 as slsa-github-generator writes it. */
export function slsa02(ref: string, environment: object = {}, material = `git+${SOURCE}@${ref}`) {
  return {
    builder: { id: `${GENERATOR}@refs/tags/v2.0.0` },
    buildType: 'https://github.com/slsa-framework/slsa-github-generator/container@v1',
    invocation: {
      configSource: { uri: `git+${SOURCE}@${ref}`, digest: { sha1: COMMIT } },
      environment: {
        github_ref: ref,
        github_ref_type: ref.split('/')[1] === 'tags' ? 'tag' : 'branch',
        ...environment,
      },
    },
    materials: [{ uri: material, digest: { sha1: COMMIT } }],
  };
}

/** SLSA 1.0 as GitHub's attestation action writes it. */
export function slsa1(ref: string, event = 'push', external: object = {}) {
  return {
    buildDefinition: {
      buildType: WORKFLOW,
      externalParameters: {
        workflow: { ref, repository: SOURCE, path: '.github/workflows/release.yml' },
        ...external,
      },
      internalParameters: { github: { event_name: event } },
      resolvedDependencies: [{ uri: `git+${SOURCE}@${ref}`, digest: { gitCommit: COMMIT } }],
    },
    runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
  };
}
