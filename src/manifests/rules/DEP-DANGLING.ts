import { definitionsOf, isPlain } from '../kubernetes/definitions.js';
import { objectReferences } from '../kubernetes/references.js';
import { defineRule } from '../rule.js';

/** Objects that Kubernetes, OpenShift and Istio create in every namespace. */
const CREATED: ReadonlySet<string> = new Set([
  'ConfigMap istio-ca-root-cert',
  'ConfigMap kube-root-ca.crt',
  'ConfigMap openshift-service-ca.crt',
  'ServiceAccount builder',
  'ServiceAccount default',
  'ServiceAccount deployer',
]);

export default defineRule({
  id: 'DEP-DANGLING',
  name: 'referenced-object-exists',
  severity: 'low',
  practice: 'maintainability',
  title: 'Manifest refers to an object that does not exist',
  why: 'The pods do not start, or the ingress and the autoscaler have no effect, until somebody creates the object.',
  remediation: 'Correct the name, or add the object to the manifests',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  aliases: ['dangling-ingress', 'dangling-horizontalpodautoscaler', 'non-existent-service-account'],
  wrong:
    'kind: ServiceAccount\nmetadata: { name: shop }\n---\nkind: Pod\nmetadata: { name: web }\nspec: { serviceAccountName: web, containers: [{ name: web, image: x:1 }] }',
  right:
    'kind: ServiceAccount\nmetadata: { name: web }\n---\nkind: Pod\nmetadata: { name: web }\nspec: { serviceAccountName: web, containers: [{ name: web, image: x:1 }] }',
  check(manifest, report) {
    const { countNear, has } = definitionsOf(manifest.allManifests);
    const missing = objectReferences(manifest).filter(
      ({ kind, name, namespace }) =>
        isPlain(name) && !CREATED.has(`${kind} ${name}`) && !has(kind, name, namespace),
    );
    const names = new Map<string, Set<string>>();
    for (const { kind, name } of missing)
      names.set(kind, (names.get(kind) ?? new Set<string>()).add(name));
    for (const { at, kind, name, subject } of missing) {
      // Where more objects are missing than defined, they are created in another way, such as by a chart.
      if ((names.get(kind)?.size ?? 0) > countNear(manifest.path, kind)) continue;
      report({
        at: at.range,
        about: `${subject} ${kind} ${name}`,
        message: `${subject} refers to ${kind} "${name}", which no manifest defines`,
      });
    }
  },
});
