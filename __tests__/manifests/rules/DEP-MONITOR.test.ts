import { testRule } from '../rule-cases.js';

const service = (metadata: string) => `kind: Service\nmetadata: { ${metadata} }\n---\n`;
const WEB = service('name: web, labels: { app: web }');
const monitor = (spec: string, metadata = 'name: m') =>
  `kind: ServiceMonitor\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`;
const select = (labels: string) => `selector: { matchLabels: { ${labels} } }`;
const STAGE = service('name: web, namespace: stage, labels: { app: web }');
const WEB_PROD = STAGE.replace('stage', 'prod').replace('app: web', 'app: shop');

testRule('DEP-MONITOR', [
  [WEB + monitor(select('app: shop')), ['selector']],
  [WEB + monitor(select('app: web, tier: db')), ['selector']],
  [STAGE + monitor(select('app: shop'), 'name: m, namespace: stage'), ['selector']],
  [
    STAGE + WEB_PROD + monitor(`${select('app: web')}, namespaceSelector: { matchNames: [prod] }`),
    ['selector'],
  ],
  [WEB + monitor(select('app: web')), []],
  [STAGE + monitor(`${select('app: web')}, namespaceSelector: { matchNames: [stage] }`), []],
  [
    STAGE +
      monitor(`${select('app: web')}, namespaceSelector: { any: true }`, 'name: m, namespace: a'),
    [],
  ],
  [WEB + monitor('selector: { matchExpressions: [{ key: a, operator: Exists }] }'), []],
  [WEB + monitor('selector: {}'), []],
  [WEB + monitor(select('app: "$NAME"')), []],
  [STAGE + monitor(select('app: web'), 'name: m, namespace: prod'), []],
  // The services are made elsewhere.
  [monitor(select('app: shop')), []],
]);
