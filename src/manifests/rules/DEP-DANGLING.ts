import { definitionsOf } from '../cluster/definitions.js';
import { objectReferences } from '../cluster/references.js';
import { objectParts } from '../kubernetes/keys-and-ports.js';
import type { ObjectReference } from '../kubernetes/object-reference.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';

/** Objects that Kubernetes, OpenShift and Istio create in every namespace. */
const CREATED: ReadonlySet<string> = new Set([
  'ConfigMap istio-ca-root-cert',
  'ConfigMap kube-root-ca.crt',
  'ConfigMap openshift-service-ca.crt',
  'ServiceAccount builder',
  'ServiceAccount default',
  'ServiceAccount deployer',
]);

export default defineManifestRule({
  id: 'DEP-DANGLING',
  name: 'referenced-object-exists',
  severity: 'low',
  severityReason:
    'A mistake without an attacker: the object has no effect, or the pod does not start',
  practice: 'maintainability',
  title: 'Manifest refers to an object, key or port that does not exist',
  why: 'The pods do not start, or the ingress, webhook and autoscaler have no effect, until somebody creates it. These references are read: the Services of Ingresses, routes of the Gateway API, webhooks, APIServices and StatefulSets, with their ports; the ConfigMaps and Secrets of pods, with their keys; service accounts, volume claims, roles of bindings, and the workload of an autoscaler. Optional ones are not, and no pull secrets. A kind is checked where the same folder defines objects of that kind, and what an operator, a command, an annotation or a program with a role for it may create is not reported, nor what a file of the folder that could not be read may define.',
  remediation: 'Correct the reference, or add what is missing to the manifests',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  aliases: ['dangling-ingress', 'dangling-horizontalpodautoscaler', 'non-existent-service-account'],
  wrong:
    'kind: ServiceAccount\nmetadata: { name: shop }\n---\nkind: Pod\nmetadata: { name: web }\nspec: { serviceAccountName: web, containers: [{ name: web, image: x:1 }] }',
  right:
    'kind: ServiceAccount\nmetadata: { name: web }\n---\nkind: Pod\nmetadata: { name: web }\nspec: { serviceAccountName: web, containers: [{ name: web, image: x:1 }] }',
  check(manifest, report) {
    const { countNear, has, hasName, objects } = definitionsOf(manifest.allManifests);
    const references = objectReferences(manifest).filter(
      ({ kind, name, namespace }) =>
        isPlain(name) && isPlain(namespace) && !CREATED.has(`${kind} ${name}`),
    );
    const missing = references.filter(({ kind, name, namespace }) => !has(kind, name, namespace));
    const names = missingNames(missing);
    const unknown = missingNames(missing.filter(({ kind, name }) => !hasName(kind, name)));
    for (const { at, kind, name, namespace, subject } of missing) {
      const isElsewhere = hasName(kind, name);
      // Where more objects are missing than defined, they are created in another way, such as by a chart.
      const others = (isElsewhere ? names : unknown).get(kind);
      if ((others?.size ?? 0) > countNear(manifest.path, kind)) continue;
      const where = isElsewhere ? ` in the namespace "${namespace}"` : '';
      report({
        at: at.range,
        about: `${subject} ${kind} ${name}`,
        message: `${subject} refers to ${kind} "${name}", which no manifest defines${where}`,
      });
    }
    for (const { kind, name, namespace, subject, parts } of references) {
      if (parts.length === 0) continue;
      const known = objects(manifest, kind, name, namespace).map(objectParts);
      const all = new Set(known.flatMap((own) => own ?? []));
      if (known.length === 0 || known.includes(undefined) || ![...all].every(isPlain)) continue;
      for (const { text, range } of parts) {
        if (!isPlain(text) || all.has(text)) continue;
        const what = kind === 'Service' ? 'port' : 'key';
        report({
          at: range,
          about: `${subject} ${kind} ${name} ${text}`,
          message: `${subject} uses ${what} "${text}" of ${kind} "${name}", which does not have it`,
        });
      }
    }
  },
});

/** The names by kind. */
function missingNames(references: readonly ObjectReference[]): ReadonlyMap<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { kind, name } of references)
    names.set(kind, (names.get(kind) ?? new Set<string>()).add(name));
  return names;
}
