import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { callersOf, originsIn } from '../workflow/origins.js';
import { jobOfStep, type WorkflowStep } from '../workflow/workflow.js';
import { textOf } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-BUILDARG',
  name: 'no-secret-build-argument',
  severity: 'high',
  severityReason: 'Everyone who can pull the image reads the secret in its history',
  supersedes: ['GHA-PROVENANCE'],
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
    if (!workflow) return;
    const callers = callersOf(manifest, manifest.allManifests);
    const onLimit = (reason: string) => manifest.onLimit?.(manifest.path, reason);
    for (const job of workflow.jobs)
      for (const step of job.steps) {
        const { name, about } = jobOfStep(manifest.path, job, step);
        const reported = new Set<string>();
        for (const { at, text, kind } of givenBy(step)) {
          const origins = originsIn(text, { workflow, job, step, callers, onLimit });
          for (const secret of origins.filter(isSecret)) {
            if (reported.has(secret)) continue;
            reported.add(secret);
            report({
              at: at.key,
              about: `${about} ${secret}`,
              message: `Job ${name} gives ${secret} to the build as ${kind}`,
            });
          }
        }
      }
  },
});

/** The contexts as a whole contain them: `toJSON(secrets)`. */
function isSecret(path: string): boolean {
  return /^secrets(?:\.|$)|^github(?:\.token)?$/.test(path);
}

/** What a step puts into the image or its history, with variables of the shell as expressions. */
interface Given {
  readonly at: ManifestNode;
  readonly text: string;
  readonly kind: 'an argument' | 'a label';
}

const ARGUMENT = 'an argument';
const LABEL = 'a label';

function givenBy({ uses, run, with: inputs }: WorkflowStep): Given[] {
  if (run) {
    const script = textOf(run);
    const set = /\bbake\b/.test(script) ? valuesOf(script, 'set').join('\n') : '';
    return [
      { at: run, kind: ARGUMENT, text: withVariables(valuesOf(script, 'build-arg')) },
      { at: run, kind: ARGUMENT, text: withVariables(overridesIn(set, 'args')) },
      { at: run, kind: LABEL, text: withVariables(valuesOf(script, 'label|annotation')) },
      { at: run, kind: LABEL, text: withVariables(overridesIn(set, 'labels|annotations')) },
    ];
  }
  const input = (name: string, kind: Given['kind'], read = (text: string) => text): Given[] => {
    const at = inputs.get(name);
    return at ? [{ at, kind, text: read(textOf(at)) }] : [];
  };
  return [
    ...input('build-args', ARGUMENT),
    ...input('labels', LABEL),
    ...input('annotations', LABEL),
    ...(uses?.name === 'docker/bake-action'
      ? [
          ...input('set', ARGUMENT, (text) => overridesIn(text, 'args').join('\n')),
          ...input('set', LABEL, (text) => overridesIn(text, 'labels|annotations').join('\n')),
        ]
      : []),
  ];
}

/** The values of an option in a script, with their quotes. */
function valuesOf(script: string, option: string): string[] {
  const value = String.raw`(?:"[^"]*"|'[^']*'|\$\{\{[^}]*\}\}|[^\s"'])+`;
  const found = script.matchAll(new RegExp(String.raw`--(?:${option})(?:=|\s+)(${value})`, 'g'));
  return [...found].map(([, text = '']) => text);
}

/** Lines that override a member of a target of Bake: `*.args.TOKEN=…`. */
function overridesIn(text: string, members: string): string[] {
  const override = new RegExp(String.raw`^\s*["']?[^=\s.]{1,200}\.(?:${members})[.=]`);
  return text.split('\n').filter((line) => override.test(line));
}

/** `$NAME` as `env.NAME`, too. An argument without a value takes the variable of its name. */
function withVariables(values: readonly string[]): string {
  const variables = values
    .flatMap((value) => [
      ...value.matchAll(/^["']?([a-z_]\w{0,100})["']?$|\$\{?([a-z_]\w{0,100})/gi),
    ])
    .map(([, taken, named]) => `\${{ env.${taken ?? named} }}`);
  return [...values, ...variables].join('\n');
}
