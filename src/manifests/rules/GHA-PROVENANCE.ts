import { isSecretName } from '../../secrets/secret-names.js';
import { defineManifestRule } from '../rule.js';
import { jobOfStep } from '../workflow/workflow.js';
import { textOf } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-PROVENANCE',
  name: 'no-secret-in-provenance',
  severity: 'high',
  severityReason: 'Everyone who can pull the image reads the argument in its provenance',
  practice: 'image-security',
  title: 'Provenance records a secret argument',
  why: 'With `mode=max`, the provenance that is pushed with the image has every build argument: whoever pulls the image reads them.',
  remediation:
    'Give the secret by `secrets:` instead of `build-args:`; `provenance: mode=min` leaves arguments out',
  references: [
    'https://docs.docker.com/build/metadata/attestations/slsa-provenance/#max',
    'https://docs.docker.com/build/ci/github-actions/attestations/#max-level-provenance',
  ],
  wrong: `on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      NPM_TOKEN: \${{ vars.NPM_TOKEN }}\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          provenance: mode=max\n          build-args: NPM_TOKEN=\${{ env.NPM_TOKEN }}`,
  right: `on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      NPM_TOKEN: \${{ vars.NPM_TOKEN }}\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          provenance: mode=max\n          secrets: npm=\${{ env.NPM_TOKEN }}`,
  check(manifest, report) {
    for (const job of manifest.workflow?.jobs ?? [])
      for (const step of job.steps) {
        const { uses, run, with: inputs } = step;
        const mode = inputs.get('provenance') ?? inputs.get('attests');
        const at = uses ? inputs.get('build-args') : run;
        const text = textOf(at);
        const isMax = uses ? /\bmode=max\b/.test(textOf(mode)) : MAX_OPTION.test(text);
        if (!at || !isMax) continue;
        const secrets = (uses ? listed(text) : given(text)).filter(isSecretName);
        const { name, about } = jobOfStep(manifest.path, job, step);
        for (const secret of new Set(secrets))
          report({
            at: uses ? at.key : at.range,
            about: `${about} ${secret}`,
            message: `Provenance of job ${name} records the argument ${secret}`,
          });
      }
  },
});

/** `mode=max` is also an option of caches. */
const MAX_OPTION =
  /--provenance[= ]\S{0,100}mode=max|--attest[= ]\S{0,100}provenance\S{0,100}mode=max/;

/** `NAME=value`, one a line. A secret of GitHub is GHA-BUILDARG. */
function listed(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/\bsecrets\.|\bgithub\.token\b/.test(line))
    .map((line) => line.trim().split('=')[0] ?? '');
}

/** `--build-arg NAME=value` of a script, or `--build-arg NAME`, whose value is that of the environment. */
function given(script: string): string[] {
  return [...script.matchAll(/--build-arg[= ] ?["']?(\w{1,100})(=\S{0,20}\$\{\{[^}]{0,200})?/g)]
    .filter(([, , value = '']) => !/\b(?:secrets\.|github\.token\b)/.test(value))
    .map(([, name = '']) => name);
}
