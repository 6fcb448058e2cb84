import { testRule } from '../rule-cases.js';

const POD =
  'kind: Pod\nmetadata: { name: p, labels: { app: web } }\nspec: { containers: [{ name: p, image: x:1 }] }\n---\n';
const service = (selector: string, metadata = 'name: s') =>
  `kind: Service\nmetadata: { ${metadata} }\nspec: { selector: ${selector} }\n`;

testRule('DEP-SELECTOR', [
  [POD + service('{ app: shop }'), ['selector']],
  [POD + service('{ app: web, tier: db }'), ['selector']],
  [POD + service('{ app: web }', 'name: s, namespace: other'), []],
  [POD + service('{ app: a }', 'namespace: b'), []],
  [POD.replace('name: p,', 'namespace: b,') + service('{ app: a }', 'namespace: b'), ['selector']],
  [
    `${POD}kind: PodDisruptionBudget\nspec: { selector: { matchLabels: { app: a } } }`,
    ['matchLabels'],
  ],
  [
    `${POD}kind: NetworkPolicy\nspec: { podSelector: { matchLabels: { app: a } } }`,
    ['matchLabels'],
  ],
  [`${POD}kind: NetworkPolicy\nspec: { podSelector: {} }`, []],
  // Nothing is known of the pods.
  [service('{ app: shop }'), []],
  [POD + service('{ app: "$NAME" }'), []],
  [POD + service('{ cnpg.io/cluster: db }'), []],
  [POD + service('{ job-name: a }'), []],
  // Patroni, Spilo and Vault label the pod that leads, unless the manifest does.
  [POD + service('{ app: web, role: replica }'), []],
  [POD + service('{ app: web, spilo-role: master }'), []],
  [POD + service('{ app: web, vault-active: "true" }'), []],
  [POD + service('{ app: shop, role: replica }'), ['selector']],
  [POD.replace('app: web', 'app: web, role: db') + service('{ app: web, role: a }'), ['selector']],
  [POD + service('{ app.kubernetes.io/instance: release }'), []],
  [POD + service('{ app: dns }', 'namespace: kube-system'), []],
  [`${POD + service('{ app: shop }')}---\napiVersion: example.com/v1\nkind: Database`, []],
  [`${POD + service('{ app: a }')}---\napiVersion: cert-manager.io/v1\nkind: Issuer`, ['selector']],
  [
    `${POD + service('{ app: a }')}---\napiVersion: apps.openshift.io/v1\nkind: DeploymentConfig`,
    ['selector'],
  ],
]);
