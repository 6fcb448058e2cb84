import { textOf, valueAt } from '../yaml-values.js';
import { type Workflow, type WorkflowJob, type WorkflowStep, withCallers } from './workflow.js';

/** A step, and where its variables are set. */
export interface PlacedStep {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
}

/** A job, and the step of it whose variables count, if any. */
export type PlacedJob = Omit<PlacedStep, 'step'> & Partial<Pick<PlacedStep, 'step'>>;

/** A text with the values of the variables that `env` sets. Others stay, as names of the shell: `$NAME`. */
export function withVariables(text: string, { workflow, job, step }: PlacedJob): string {
  if (!text.includes('$')) return text;
  const places = [...(step ? withCallers(step) : []), job, workflow].map(({ node }) =>
    valueAt(node, 'env'),
  );
  const valueFor = (name: string) =>
    places.map((env) => textOf(valueAt(env, name))).find((value) => value !== '') ?? `$${name}`;
  return text
    .replace(/\$\{\{\s*env\.(\w{1,100})\s*\}\}/g, (_, name: string) => valueFor(name))
    .replace(/\$\{\{[^}]{0,1000}\}\}/g, '$EXPRESSION')
    .replace(/\$(?:\{(\w{1,100})\}|(\w{1,100}))/g, (_, braced?: string, bare?: string) =>
      valueFor(braced ?? bare ?? ''),
    );
}
