import { type ManifestNode, readManifestYaml } from '../manifests/manifest-yaml.js';
import { readWorkflow, stepsOf } from '../manifests/workflow/workflow.js';
import { plainValue, textOf, valueAt } from '../manifests/yaml-values.js';

/**
 * A workflow without what does not change what it builds: steps that check, versions of Actions, permissions, triggers and
 * comments. One that is not valid is compared as a whole.
 */
export function buildStepsOf(workflow: string): string {
  try {
    return JSON.stringify(readManifestYaml(workflow, '').map(plainValue), withoutAsides);
  } catch {
    return workflow;
  }
}

/** For JSON.stringify. */
function withoutAsides(key: string, value: unknown): unknown {
  if (/^(?:permissions|push|pull_request|branches)$/.test(key)) return undefined;
  // Triggers alone; as a map, they may have inputs.
  if (key === 'on' && (typeof value === 'string' || Array.isArray(value))) return undefined;
  if (key === 'uses' && typeof value === 'string') return value.replace(/@.*$/s, '');
  return Array.isArray(value) ? value.filter((step) => !isCheck(step)) : value;
}

function isCheck(step: unknown): boolean {
  const uses = typeof step === 'object' && step !== null && 'uses' in step ? step.uses : undefined;
  return typeof uses === 'string' && /(?:portside|upload-sarif)@/.test(uses);
}

/** The steps of a workflow or of a composite action, and the calls of workflows. */
function callsOf(node: ManifestNode) {
  const { jobs } = readWorkflow(node, '');
  return [
    ...stepsOf(valueAt(node, 'runs'), []),
    ...jobs.flatMap(({ steps, uses, node: job }) => [
      ...steps,
      { uses, run: undefined, node: job, with: valueAt(job, 'with')?.entries ?? new Map() },
    ]),
  ];
}

/** The scripts of a workflow or a composite action, with the folders in which they run. */
export function scriptsOf(node: ManifestNode): { readonly run: string; readonly folder: string }[] {
  return callsOf(node).flatMap(({ run, node: step }) =>
    run ? [{ run: textOf(run), folder: textOf(valueAt(step, 'working-directory')) || '.' }] : [],
  );
}

/** What a workflow or a composite action gives to Actions that build: for each, what it sets. */
export function buildInputsOf(
  node: ManifestNode,
): { readonly text: string; readonly isDefault: boolean }[] {
  return callsOf(node).flatMap(({ uses, with: inputs }) => {
    if (!uses) return [];
    const names = /build|docker|bake|kaniko/.test(uses.name) ? BUILD_INPUTS : ARGUMENTS;
    const given = [...inputs].filter(([name]) => names.test(name));
    if (given.length === 0) return [];
    return {
      text: JSON.stringify(given.map(([name, value]) => [name, plainValue(value)])),
      isDefault: given.every(
        ([name, value]) => name === 'context' && /^(?:\.?\/?)$/.test(textOf(value)),
      ),
    };
  });
}

const ARGUMENTS = /^(?:build-args|build-contexts|target)$/i;
const BUILD_INPUTS = /^(?:files?|context|dockerfile|workdir|build-args|build-contexts|targets?)$/i;
