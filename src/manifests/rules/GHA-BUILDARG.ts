import { defineRule } from '../rule.js';
import { expressionsIn } from '../workflow/expressions.js';
import { textOf } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-BUILDARG',
  name: 'no-secret-build-argument',
  severity: 'high',
  practice: 'image-security',
  title: 'Secret is given to a build as an argument',
  why: 'Build arguments are in the history of the image, and in its provenance with `mode=max`: whoever pulls the image reads them.',
  remediation:
    'Give it by `secrets:` instead of `build-args:`, and read it with `RUN --mount=type=secret,id=token`',
  references: ['https://docs.docker.com/build/ci/github-actions/secrets/'],
  wrong: `on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: TOKEN=\${{ secrets.TOKEN }}`,
  right: `on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          secrets: token=\${{ secrets.TOKEN }}`,
  check(manifest, report) {
    for (const { id, steps } of manifest.workflow?.jobs ?? [])
      for (const { uses, run, with: inputs } of steps) {
        const argument = uses ? inputs.get('build-args') : run;
        const text = uses ? textOf(argument) : argumentsIn(textOf(run));
        const [secret] = expressionsIn(text).flatMap(({ reads }) =>
          reads.filter((path) => /^secrets\.|^github\.token$/.test(path)),
        );
        if (argument && secret !== undefined)
          report({
            at: argument.key,
            about: `${id} ${secret}`,
            message: `Job ${id} gives ${secret} to the build as an argument`,
          });
      }
  },
});

/** The values of `--build-arg` in a script. */
function argumentsIn(script: string): string {
  return [
    ...script.matchAll(
      /--build-arg[= ]\s*("[^"]*"|'[^']*'|\$\{\{[^}]*\}\}|[^\s$]*\$\{\{[^}]*\}\}|\S+)/g,
    ),
  ]
    .map(([, value]) => value)
    .join('\n');
}
