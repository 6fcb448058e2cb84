import { goNumber } from '../../../lib/go-number.js';
import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { isFieldOf } from './field-paths.js';
import { labelSelector } from './label-selector.js';
import { isNull, renderedScalar, scalarText, withScalar } from './node-edits.js';
import { allIds, type ObjectId, type RenderedObject } from './objects.js';
import { lookUpPath, replaceAtPath, splitPath } from './value-paths.js';

/** Copies a value to other fields. Throws RenderGap. Source: Kustomize, "replacements". */
export function replaceValues(
  objects: readonly RenderedObject[],
  replacement: ManifestNode,
  budget: RenderBudget,
): void {
  const { startLine } = replacement.range;
  const source = valueAt(replacement, 'source');
  const targets = valueAt(replacement, 'targets')?.items ?? [];
  if (!isSet(source) || targets.length === 0)
    throw new RenderGap(`the replacement in line ${startLine} has no source or no targets`);
  const value = sourceValue(objects, source);
  for (const target of targets) {
    const isTarget = targetMatcher(target);
    const paths = valueAt(target, 'fieldPaths')?.items ?? [];
    const texts = paths.length > 0 ? paths.map(textOf) : ['metadata.name'];
    const options = valueAt(target, 'options');
    const created = isTrue(valueAt(options, 'create'))
      ? { kind: value.kind, at: value }
      : undefined;
    for (const object of objects.filter(isTarget)) {
      if (textOf(valueAt(object.node, 'kind')) === 'CustomResourceDefinition') continue;
      for (const text of texts) {
        if (isAllAnnotations(text))
          throw new RenderGap(
            `the replacement target in line ${target.range.startLine} replaces all annotations`,
          );
        object.node = replaceAtPath(object.node, splitPath(text), {
          budget,
          ...(created && { created }),
          change: (node) => withValue(node, value, options, budget),
        });
      }
    }
  }
}

function sourceValue(objects: readonly RenderedObject[], source: ManifestNode): ManifestNode {
  const [object, second] = objects.filter((one) => allIds(one).some((id) => isExactly(source, id)));
  const place = `the replacement source in line ${source.range.startLine}`;
  if (!object || second)
    throw new RenderGap(`${place} matches ${second ? 'more than one object' : 'no object'}`);
  const path = textOf(valueAt(source, 'fieldPath')) || 'metadata.name';
  const found = lookUpPath(object.node, splitPath(path));
  if (!found || isNull(found) || (found.kind !== 'scalar' && !isSet(found)))
    throw new RenderGap(`${place} has no value at ${path}`);
  if (isAllAnnotations(path))
    throw new RenderGap(`${place} copies annotations that Kustomize adds to`);
  const options = valueAt(source, 'options');
  const delimiter = textOf(valueAt(options, 'delimiter'));
  if (delimiter === '') return found;
  const part = scalarText(found).split(delimiter)[Number(textOf(valueAt(options, 'index')) || 0)];
  if (found.kind !== 'scalar' || part === undefined)
    throw new RenderGap(`${place} has no part with its index`);
  return renderedScalar(part, found);
}

/** Kustomize keeps its own annotations in the objects while it renders them. */
function isAllAnnotations(path: string): boolean {
  return /^metadata(?:\/annotations)?$/.test(splitPath(path).join('/'));
}

/** Kustomize takes kinds without a namespace for others here. */
function isExactly(selector: ManifestNode, id: ObjectId): boolean {
  const [name, namespace] = [
    textOf(valueAt(selector, 'name')),
    textOf(valueAt(selector, 'namespace')),
  ];
  return (
    (name === '' || name === id.name) &&
    (namespace === '' || namespace === (id.namespace || 'default')) &&
    isFieldOf(kindOf(selector), id)
  );
}

function kindOf(selector: ManifestNode) {
  const [group = '', version = '', kind = ''] = ['group', 'version', 'kind'].map((key) =>
    textOf(valueAt(selector, key)),
  );
  return { group, version, kind };
}

/** Whether an object is selected by `select` and not by one of `reject`. */
function targetMatcher(target: ManifestNode): (object: RenderedObject) => boolean {
  const select = valueAt(target, 'select');
  if (!isSet(select))
    throw new RenderGap(`the replacement target in line ${target.range.startLine} selects nothing`);
  const isSelected = idMatcher(select);
  const hasLabels = labelMatcher(select);
  const rejects = (valueAt(target, 'reject')?.items ?? []).map(rejectMatcher);
  return (object) => {
    const ids = allIds(object);
    return (
      hasLabels(object) && ids.some(isSelected) && !rejects.some((isRejected) => isRejected(object))
    );
  };
}

/** Each of identity and labels rejects an object on its own. */
function rejectMatcher(reject: ManifestNode): (object: RenderedObject) => boolean {
  const uses = (...keys: readonly string[]) => keys.some((key) => isSet(valueAt(reject, key)));
  const never = () => false;
  const hasId = uses('group', 'version', 'kind', 'name', 'namespace');
  const hasLabels = uses('labelSelector', 'annotationSelector');
  const byId = hasId ? idMatcher(reject) : never;
  const byLabels = hasLabels ? labelMatcher(reject) : never;
  return (object) => allIds(object).some(byId) || byLabels(object);
}

/** Newer versions of Kustomize read the values as regular expressions, older ones as texts. */
function idMatcher(selector: ManifestNode): (id: ObjectId) => boolean {
  const [line] = [...selector.entries.entries()].filter(
    ([key, value]) => !key.endsWith('Selector') && /[*+?|()[\]{}^$\\]/.test(textOf(value)),
  );
  if (line)
    throw new RenderGap(
      `the replacement in line ${selector.range.startLine} has an expression, which versions of Kustomize read differently`,
    );
  return (id) => isExactly(selector, id);
}

function labelMatcher(selector: ManifestNode): (object: RenderedObject) => boolean {
  const hasLabels = labelSelector(textOf(valueAt(selector, 'labelSelector')));
  const hasAnnotations = labelSelector(textOf(valueAt(selector, 'annotationSelector')));
  return ({ node }) =>
    hasLabels(valueAt(node, 'metadata', 'labels')) &&
    hasAnnotations(valueAt(node, 'metadata', 'annotations'));
}

function withValue(
  node: ManifestNode,
  value: ManifestNode,
  options: ManifestNode | undefined,
  budget: RenderBudget,
): ManifestNode {
  const delimiter = textOf(valueAt(options, 'delimiter'));
  if (node.kind !== 'scalar') {
    if (delimiter !== '') throw new RenderGap('a replacement divides a value that is not a text');
    return { ...value, key: node.key };
  }
  if (value.kind !== 'scalar')
    throw new RenderGap('a replacement writes a list or map over a text');
  const text =
    delimiter === ''
      ? scalarText(value)
      : joined(scalarText(node), scalarText(value), delimiter, options);
  spend(budget, 'characters', text.length);
  if (typeof node.scalar === 'string') return withScalar(node, text, value);
  const typed = typedScalar(text);
  if (node.scalar !== null && typeof typed !== typeof node.scalar)
    throw new RenderGap(
      `a replacement changes the type of the value at ${node.range.path}:${node.range.startLine}`,
    );
  if (node.scalar === null && !node.isRendered)
    throw new RenderGap(
      `a replacement changes the null at ${node.range.path}:${node.range.startLine}`,
    );
  const written = withScalar(node, typed, value);
  return typeof value.scalar === 'string' && node.scalar === null
    ? { ...written, writtenText: JSON.stringify(text) }
    : written;
}

function joined(
  old: string,
  value: string,
  delimiter: string,
  options: ManifestNode | undefined,
): string {
  const parts = old.split(delimiter);
  const index = Number(textOf(valueAt(options, 'index')) || 0);
  if (index < 0) parts.unshift(value);
  else if (index >= parts.length) parts.push(value);
  else parts[index] = value;
  return parts.join(delimiter);
}

/** The value of a text that is written without quotes. */
function typedScalar(text: string): ManifestNode['scalar'] {
  if (/^(?:null|Null|NULL|~|)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return goNumber(text) ?? text;
}
