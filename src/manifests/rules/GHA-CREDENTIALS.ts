import { defineRule } from '../rule.js';
import { buildsImage } from '../workflow/workflow.js';
import { isFalse, textOf } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-CREDENTIALS',
  name: 'no-persisted-credentials',
  severity: 'low',
  practice: 'image-security',
  title: 'Token stays in the folder that is built',
  why: 'actions/checkout writes the token into .git/config. `COPY . .`, an archive of the folder, or any later script gets it.',
  remediation:
    'Set `persist-credentials: false` at actions/checkout, and list .git in .dockerignore',
  references: ['https://github.com/actions/checkout#usage'],
  wrong:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      - run: docker build .',
  right:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n        with:\n          persist-credentials: false\n      - run: docker build .',
  check(manifest, report) {
    for (const { id, steps } of manifest.workflow?.jobs ?? []) {
      const builds = steps.some(
        (step) => buildsImage(step) && !isRemote(textOf(step.with.get('context'))),
      );
      if (!builds) continue;
      for (const { uses, with: inputs } of steps)
        if (uses?.name === 'actions/checkout' && !isFalse(inputs.get('persist-credentials')))
          report({
            at: uses.node.range,
            about: id,
            message: `The token of job ${id} is in .git/config when the image is built`,
          });
    }
  },
});

/** A context that BuildKit fetches itself is not the folder. */
function isRemote(context: string): boolean {
  return /^(?:https?:|git@)|^\$\{\{/.test(context);
}
