import { folderOf } from '../../lib/paths.js';
import { isCustomGroup, isLikeDeployment } from '../kubernetes/embedded-pods.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/**
 * Whether something in a cluster may create a ConfigMap or Secret with a name. That is so if the name is one of the texts of a
 * custom object, such as an ExternalSecret or a Certificate, of an annotation, or of the TLS of an Ingress, or a word of a
 * command of a container, such as a job with kubectl.
 */
export function createdNames(
  manifests: readonly Manifest[],
): (kind: string, name: string) => boolean {
  let known: { readonly texts: ReadonlySet<string>; readonly commands: string } | undefined;
  return (kind, name) => {
    if (kind !== 'ConfigMap' && kind !== 'Secret') return false;
    known ??= {
      texts: new Set(manifests.flatMap(({ resources }) => resources.flatMap(textsThatName))),
      commands: manifests.flatMap(commandsOf).join('\n'),
    };
    return known.texts.has(name) || hasWord(known.commands, name);
  };
}

const CREATABLE = [
  ['ConfigMap', 'configmaps'],
  ['Secret', 'secrets'],
] as const;

/**
 * `folder\nkind` for ConfigMap and Secret, if a program may create objects of this kind, under any name: with a role that the
 * manifest defines or binds.
 */
export function createdKinds({ path, resources }: Manifest): string[] {
  return CREATABLE.flatMap(([kind, plural]) =>
    resources.some((one) => mayCreate(one, plural)) ? [`${folderOf(path)}\n${kind}`] : [],
  );
}

/** Roles of Kubernetes that may create both. */
const EDITORS: ReadonlySet<string> = new Set(['admin', 'cluster-admin', 'edit']);

function mayCreate({ kind, name, node }: Resource, plural: string): boolean {
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    return EDITORS.has(textOf(valueAt(node, 'roleRef', 'name')));
  // The role for electing a leader creates only the lock.
  if ((kind !== 'Role' && kind !== 'ClusterRole') || name.includes('leader')) return false;
  return (valueAt(node, 'rules')?.items ?? []).some((rule) => {
    const has = (key: string, text: string) =>
      (valueAt(rule, key)?.items ?? []).some((item) => ['*', text].includes(textOf(item)));
    return has('apiGroups', '') && has('resources', plural) && has('verbs', 'create');
  });
}

function textsThatName({ kind, node }: Resource): string[] {
  const texts: string[] = [];
  const add = (at: ManifestNode | undefined): void => {
    if (!at) return;
    const text = textOf(at);
    if (text !== '') texts.push(text);
    for (const value of at.entries.values()) add(value);
    for (const item of at.items) add(item);
  };
  if (isCustomGroup(textOf(valueAt(node, 'apiVersion'))) && !isLikeDeployment({ node })) add(node);
  else add(valueAt(node, 'metadata', 'annotations'));
  if (kind === 'Ingress') add(valueAt(node, 'spec', 'tls'));
  return texts;
}

function commandsOf({ containers }: Manifest): string[] {
  return containers.flatMap(({ node }) =>
    ['command', 'args'].flatMap((key) => (valueAt(node, key)?.items ?? []).map(textOf)),
  );
}

function hasWord(texts: string, word: string): boolean {
  for (let at = texts.indexOf(word); at >= 0; at = texts.indexOf(word, at + 1))
    if (!/[\w.-]/.test(`${texts[at - 1] ?? ''}${texts[at + word.length] ?? ''}`)) return true;
  return false;
}
