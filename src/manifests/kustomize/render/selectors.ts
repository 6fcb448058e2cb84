import { RE2JS } from 're2js';
import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { labelSelector } from './label-selector.js';
import { currentId, effectiveNamespace, originalId, type RenderedObject } from './objects.js';

/** A longer expression is not compiled. */
const MAX_PATTERN = 1_000;
/** Comparing an object with a target takes as long as this many other steps. */
const WORK = 10;

/** The objects that a target selects. Source: Kustomize, "patches: target". Throws RenderGap. */
export function selectObjects(
  objects: readonly RenderedObject[],
  target: ManifestNode,
  budget: RenderBudget,
): RenderedObject[] {
  spend(budget, 'steps', WORK * objects.length);
  const matches = matcherOf(target);
  return objects.filter(matches);
}

/** Whether an object has the identity and labels that a selector describes with regular expressions. */
export function matcherOf(target: ManifestNode): (object: RenderedObject) => boolean {
  const pattern = (key: string) => wholePattern(textOf(valueAt(target, key)));
  const [group, version, kind] = [pattern('group'), pattern('version'), pattern('kind')];
  const [name, namespace] = [pattern('name'), pattern('namespace')];
  const hasLabels = labelSelector(textOf(valueAt(target, 'labelSelector')));
  const hasAnnotations = labelSelector(textOf(valueAt(target, 'annotationSelector')));
  return (object) => {
    const [original, current] = [originalId(object), currentId(object)];
    return (
      (namespace(effectiveNamespace(original)) || namespace(effectiveNamespace(current))) &&
      (name(original.name) || name(current.name)) &&
      group(current.group) &&
      version(current.version) &&
      kind(current.kind) &&
      hasLabels(valueAt(object.node, 'metadata', 'labels')) &&
      hasAnnotations(valueAt(object.node, 'metadata', 'annotations'))
    );
  };
}

/** A function that compares a text with an expression of Go, as a whole. An empty expression matches everything. */
export function wholePattern(expression: string): (text: string) => boolean {
  if (expression === '') return () => true;
  const pattern = compile(`^(?:${expression})$`);
  return (text) => pattern.matcher(text).find();
}

const compiled = new Map<string, RE2JS>();

/** Go's expressions take linear time, also those of a hostile file. */
export function compile(expression: string): RE2JS {
  const known = compiled.get(expression);
  if (known) return known;
  if (expression.length > MAX_PATTERN) throw new RenderGap('an expression of a target is too long');
  try {
    const pattern = RE2JS.compile(expression);
    if (compiled.size > 1_000) compiled.clear();
    compiled.set(expression, pattern);
    return pattern;
  } catch {
    throw new RenderGap('an expression of a target is invalid');
  }
}
