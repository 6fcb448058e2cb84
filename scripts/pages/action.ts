import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { INPUT_EXAMPLES } from './input-examples.js';
import { code, page, plain } from './markdown.js';

interface Parameter {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | boolean | number;
  readonly type?: string;
}

type Parameters = Readonly<Record<string, Parameter>>;

const WORKFLOWS = '.github/workflows';

/** docs/reference/action-inputs.md: every input of action.yml. */
export function actionInputsPage(): string {
  const { inputs }: { readonly inputs: Parameters } = parse(readFileSync('action.yml', 'utf8'));
  return page([
    '# Inputs of the Action',
    `The inputs of a step with \`uses: ${repository()}@COMMIT\`. None is required. [Portside on GitHub](../github.md) has workflows with them. Generated from action.yml by \`npm run docs\`.`,
    ...Object.entries(inputs).flatMap(([name, input]) => [
      `## ${code(name)}`,
      ...facts(input),
      `Example: ${code((INPUT_EXAMPLES as Readonly<Record<string, string>>)[name] ?? '')}`,
    ]),
  ]);
}

/** The repository as ACCOUNT/NAME, which scripts/set-owner.mjs writes to package.json. */
function repository(): string {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
  return /github\.com\/(.+?)\.git$/.exec(repository.url)?.[1] ?? '';
}

/** docs/reference/action-outputs.md: every output of action.yml. */
export function actionOutputsPage(): string {
  const { outputs }: { readonly outputs: Parameters } = parse(readFileSync('action.yml', 'utf8'));
  return page([
    '# Outputs of the Action',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    'The outputs of a step with `id: portside` are read by later steps: `${{ steps.portside.outputs.verdict }}`. Generated from action.yml by `npm run docs`.',
    ...Object.entries(outputs).flatMap(([name, output]) => [`## ${code(name)}`, ...facts(output)]),
  ]);
}

interface Workflow {
  readonly file: string;
  /** The comment at the start of the file: what it does, and how to call it. */
  readonly about: string;
  readonly inputs: Parameters;
  readonly secrets: Parameters;
  readonly outputs: Parameters;
}

/** The workflows that other repositories can call. */
export function reusableWorkflows(): Workflow[] {
  return readdirSync(WORKFLOWS)
    .sort()
    .flatMap((file) => {
      const text = readFileSync(`${WORKFLOWS}/${file}`, 'utf8');
      const call = parse(text).on?.workflow_call;
      if (call === undefined) return [];
      const { inputs = {}, secrets = {}, outputs = {} } = call ?? {};
      return [{ file, about: comment(text), inputs, secrets, outputs }];
    });
}

/** docs/reference/workflow-inputs.md: every input, secret and output of the reusable workflows. */
export function workflowInputsPage(): string {
  return page([
    '# Inputs of the reusable workflows',
    'Workflows that a job of your repository calls with `uses:`. Generated from .github/workflows by `npm run docs`.',
    ...reusableWorkflows().flatMap(workflowSection),
  ]);
}

function workflowSection({ file, about, inputs, secrets, outputs }: Workflow): string[] {
  const list = (kind: string, parameters: Parameters) =>
    Object.entries(parameters).flatMap(([name, parameter]) => [
      `### ${workflowHeading(file, kind, name)}`,
      ...facts(parameter),
    ]);
  return [
    `## ${file}`,
    about,
    `[The workflow](../../${WORKFLOWS}/${file}).`,
    ...list('input', inputs),
    ...list('secret', secrets),
    ...list('output', outputs),
  ];
}

/** The heading of an input, secret or output of a workflow. Two workflows may have the same name. */
export function workflowHeading(file: string, kind: string, name: string): string {
  return `${file}: ${kind} ${code(name)}`;
}

/** The comment at the start of a workflow, with its example as a block of code. */
function comment(text: string): string {
  const lines = (/^(?:name:.*\n)?((?:#.*\n)+)/.exec(text)?.[1] ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^# ?/, ''));
  const at = lines.indexOf('');
  const [about, example] = at < 0 ? [lines, []] : [lines.slice(0, at), lines.slice(at + 1)];
  const block = example.map((line) => line.replace(/^ {2}/, '')).join('\n');
  return `${plain(about.join(' '))}${block === '' ? '' : `\n\n\`\`\`yaml\n${block}\n\`\`\``}`;
}

function facts({ description, required = false, default: value, type }: Parameter): string[] {
  const sentence = plain(/[.!?]$/.test(description) ? description : `${description}.`);
  const details = [
    type === undefined ? '' : `Type: ${type}.`,
    required ? 'Required.' : '',
    value === undefined || value === '' ? '' : `Default: ${code(String(value))}.`,
  ].filter(Boolean);
  return [sentence, ...(details.length === 0 ? [] : [details.join(' ')])];
}
