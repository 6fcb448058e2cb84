import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { changeField, type FieldSpec, isFieldOf } from './field-paths.js';
import {
  isNull,
  renderedScalar,
  scalarText,
  withEntry,
  withItems,
  withScalar,
} from './node-edits.js';
import {
  currentId,
  effectiveNamespace,
  isClusterScoped,
  type ObjectId,
  originalId,
  type RenderedObject,
} from './objects.js';
import { REFERENCE_FIELDS, type ReferenceFields } from './reference-fields.js';

/** Corrects the names with which objects refer to others that were renamed or moved. Throws RenderGap if one is ambiguous. */
export function correctReferences(
  objects: readonly RenderedObject[],
  configured: readonly ReferenceFields[],
  budget: RenderBudget,
): void {
  for (const { node } of objects) rejectWrongSubjects(node);
  const byOldName = new Map<string, RenderedObject[]>();
  for (const object of objects)
    for (const name of new Set(object.previous.map((id) => id.name))) {
      const others = byOldName.get(name);
      if (others) others.push(object);
      else byOldName.set(name, [object]);
    }
  if (byOldName.size === 0) return;
  for (const referrer of objects) {
    const id = originalId(referrer);
    for (const target of [...REFERENCE_FIELDS, ...configured])
      for (const field of target.fields) {
        if (!isFieldOf(field, id)) continue;
        spend(budget, 'steps');
        correctField({ referrer, target, field, byOldName, budget });
      }
  }
}

/** Kustomize ends with an error of its own for these. */
function rejectWrongSubjects(node: ManifestNode): void {
  if (textOf(valueAt(node, 'kind')) !== 'RoleBinding') return;
  for (const subject of valueAt(node, 'subjects')?.items ?? []) {
    const place = `the subject in ${subject.range.path}:${subject.range.startLine}`;
    if (subject.kind !== 'map') throw new RenderGap(`${place} is not a map`);
    const namespace = valueAt(subject, 'namespace');
    const isAccount = textOf(valueAt(subject, 'kind')) === 'ServiceAccount';
    if (isAccount && namespace && typeof namespace.scalar !== 'string')
      throw new RenderGap(`${place} has a namespace that is not a text`);
  }
}

interface ReferenceContext {
  readonly referrer: RenderedObject;
  readonly target: ReferenceFields;
  readonly field: FieldSpec;
  readonly byOldName: ReadonlyMap<string, readonly RenderedObject[]>;
  readonly budget: RenderBudget;
}

function correctField(context: ReferenceContext): void {
  const { referrer, field } = context;
  referrer.node = changeField(referrer.node, field, { change: (node) => correct(node, context) });
}

function correct(node: ManifestNode, context: ReferenceContext): ManifestNode {
  if (isNull(node)) return node;
  if (node.kind === 'scalar') {
    const found = findReferred(scalarText(node), context, { isMap: false });
    return found ? withScalar(node, found.name) : node;
  }
  if (node.kind === 'list')
    return withItems(
      node,
      node.items.map((item) => correct(item, context)),
    );
  const name = valueAt(node, 'name');
  if (!name) throw new RenderGap(`${node.range.path}:${node.range.startLine} has no name`);
  const namespace = valueAt(node, 'namespace');
  const found = findReferred(textOf(name), context, { isMap: true, namespace });
  if (!found || (found.name === textOf(name) && found.namespace === '')) return node;
  const renamed = withEntry(node, 'name', withScalar(name, found.name));
  if (found.namespace === '') return renamed;
  const moved = namespace
    ? withScalar(namespace, found.namespace)
    : renderedScalar(found.namespace, name);
  return withEntry(renamed, 'namespace', moved);
}

/** The object that a name refers to, as it is called now; undefined if there is none. */
function findReferred(
  name: string,
  { referrer, target, field, byOldName, budget }: ReferenceContext,
  { isMap, namespace }: { readonly isMap: boolean; readonly namespace?: ManifestNode | undefined },
): ObjectId | undefined {
  const named = byOldName.get(name) ?? [];
  spend(budget, 'steps', named.length);
  const inScope = namespace ? inNamespace(named, textOf(namespace)) : named;
  let found = inScope.filter(
    (object) =>
      object.previous.some((id) => isFieldOf(target, id)) &&
      isRoleOf(object, referrer, field) &&
      canRefer(referrer, object),
  );
  if (found.length > 1) found = found.filter((one) => hasSameAffixes(one, referrer, true));
  if (found.length > 1) found = found.filter((one) => hasSameAffixes(one, referrer, false));
  const [first, ...others] = found.map(currentId);
  const isSame = (id: ObjectId) =>
    id.name === first?.name && (!isMap || id.namespace === first.namespace);
  if (!others.every(isSame))
    throw new RenderGap(`the name "${name.slice(0, 60)}" can refer to more than one object`);
  return first;
}

function inNamespace(
  objects: readonly RenderedObject[],
  namespace: string,
): readonly RenderedObject[] {
  const original = objects.filter((one) => effectiveNamespace(originalId(one)) === namespace);
  return original.length > 0
    ? original
    : objects.filter((one) => effectiveNamespace(currentId(one)) === namespace);
}

/** A binding names the kind of its role too. */
function isRoleOf(object: RenderedObject, referrer: RenderedObject, { path }: FieldSpec): boolean {
  if (path !== 'roleRef/name') return true;
  const role = valueAt(referrer.node, 'roleRef');
  const [group, kind] = [valueAt(role, 'apiGroup'), valueAt(role, 'kind')];
  if (!group || !kind) return true;
  return object.previous.some((id) => isFieldOf({ group: textOf(group), kind: textOf(kind) }, id));
}

/** Objects refer to others of their namespace, and to those without one; a binding also to the accounts that it names. */
function canRefer(referrer: RenderedObject, object: RenderedObject): boolean {
  const [from, to] = [currentId(referrer), currentId(object)];
  if (isClusterScoped(from) || isClusterScoped(to)) return true;
  if (effectiveNamespace(from) === effectiveNamespace(to)) return true;
  if (from.kind !== 'RoleBinding' || to.kind !== 'ServiceAccount') return false;
  return (valueAt(referrer.node, 'subjects')?.items ?? []).some(
    (subject) =>
      textOf(valueAt(subject, 'kind')) === 'ServiceAccount' &&
      textOf(valueAt(subject, 'namespace')) === to.namespace,
  );
}

function hasSameAffixes(a: RenderedObject, b: RenderedObject, canBeEmpty: boolean): boolean {
  const isSame = (one: readonly string[], other: readonly string[]) => {
    if (canBeEmpty && (one.length === 0 || other.length === 0)) return true;
    const length = Math.min(one.length, other.length);
    if (length === 0) return one.length === other.length;
    return one.slice(-length).join('\n') === other.slice(-length).join('\n');
  };
  return isSame(a.prefixes, b.prefixes) && isSame(a.suffixes, b.suffixes);
}
