import { defineRule } from '../rule.js';
import { environmentOf, originsIn } from '../workflow/environment.js';
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
    const { workflow } = manifest;
    for (const { id, node, steps } of workflow?.jobs ?? [])
      for (const { node: step, uses, run, with: inputs } of steps) {
        const argument = uses ? inputs.get('build-args') : run;
        if (!workflow || !argument) continue;
        const environment = environmentOf(workflow.node, node, step);
        const text = uses ? textOf(argument) : argumentsIn(textOf(run));
        const secret = originsIn(text, environment).find((path) =>
          /^secrets\.|^github\.token$/.test(path),
        );
        if (secret !== undefined)
          report({
            at: argument.key,
            about: `${id} ${secret}`,
            message: `Job ${id} gives ${secret} to the build as an argument`,
          });
      }
  },
});

/** The values of `--build-arg` in a script, with its variables as expressions. `--build-arg NAME` takes the variable NAME. */
function argumentsIn(script: string): string {
  const values = [
    ...script.matchAll(
      /--build-arg[= ]\s*("[^"]*"|'[^']*'|\$\{\{[^}]*\}\}|[^\s$]*\$\{\{[^}]*\}\}|\S+)/g,
    ),
  ].map(([, value = '']) => value);
  const variables = values
    .flatMap((value) => [
      ...value.matchAll(/^["']?([a-z_]\w{0,100})["']?$|\$\{?([a-z_]\w{0,100})/gi),
    ])
    .map(([, taken, named]) => `\${{ env.${taken ?? named} }}`);
  return [...values, ...variables].join('\n');
}
