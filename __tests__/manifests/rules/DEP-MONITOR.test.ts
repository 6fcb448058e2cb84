import { testRule } from '../rule-cases.js';

const service = (metadata: string) => `kind: Service\nmetadata: { ${metadata} }\n---\n`;
const WEB = service('name: web, labels: { app: web }');
const monitor = (spec: string, metadata = 'name: m') =>
  `kind: ServiceMonitor\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`;
const select = (labels: string) => `selector: { matchLabels: { ${labels} } }`;
const STAGE = service('name: web, namespace: stage, labels: { app: web }');
const WEB_PROD = STAGE.replace('stage', 'prod').replace('app: web', 'app: shop');

const PORTS = `${WEB.slice(0, -4)}spec: { ports: [{ name: http, port: 80 }] }\n---\n`;
const WEB_METRICS = PORTS.replace('http', 'metrics').replace('name: web', 'name: web-metrics');
const endpoint = (port: string) => `${select('app: web')}, endpoints: [{ ${port} }]`;
const POD =
  'kind: Pod\nmetadata: { name: p, labels: { app: web } }\nspec: { containers: [{ name: c, image: x:1, ports: [{ name: metrics, containerPort: 1 }] }] }\n---\n';
const podMonitor = (spec: string) => monitor(spec).replace('ServiceMonitor', 'PodMonitor');
const podEndpoint = (port: string) => endpoint(port).replace('endpoints', 'podMetricsEndpoints');

testRule('DEP-MONITOR', [
  [PORTS + monitor(endpoint('port: metrics')), ['metrics']],
  [POD + podMonitor(podEndpoint('port: http')), ['http']],
  [POD + podMonitor(select('app: shop')), ['selector']],
  [PORTS + monitor(endpoint('port: http')), []],
  [PORTS + monitor(endpoint('targetPort: 8080')), []],
  [PORTS + monitor(endpoint('port: "$PORT"')), []],
  [PORTS + WEB_METRICS + monitor(endpoint('port: metrics')), []],
  // A service without ports can get them from a patch.
  [WEB + monitor(endpoint('port: metrics')), []],
  [POD + podMonitor(podEndpoint('port: metrics')), []],
  [PORTS + podMonitor(podEndpoint('port: metrics')), []],
  [WEB + monitor(select('app: shop')), ['selector']],
  [WEB + monitor(select('app: web, tier: db')), ['selector']],
  [STAGE + monitor(select('app: shop'), 'name: m, namespace: stage'), ['selector']],
  [
    STAGE + WEB_PROD + monitor(`${select('app: web')}, namespaceSelector: { matchNames: [prod] }`),
    ['selector'],
  ],
  // The service has pods with the labels, and does not have them itself.
  [
    'kind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }\n---\n' +
      monitor(`${select('app: web')}, namespaceSelector: { matchNames: [shop] }`),
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
  // The services of other namespaces, of the cluster, of operators and of charts are made elsewhere.
  [WEB + monitor(`${select('app: shop')}, namespaceSelector: { matchNames: [default] }`), []],
  [STAGE + monitor(`${select('app: shop')}, namespaceSelector: { matchNames: [default] }`), []],
  [STAGE + monitor(`${select('app: shop')}, namespaceSelector: { matchNames: [stage, b] }`), []],
  [STAGE + monitor(`${select('app: shop')}, namespaceSelector: { any: true }`), []],
  [WEB + monitor(select('component: apiserver, provider: kubernetes')), []],
  [WEB + monitor(select('operated-alertmanager: "true"')), []],
  [WEB + monitor(select('strimzi.io/cluster: a')), []],
  [WEB + monitor(select('app.kubernetes.io/instance: a')), []],
  [monitor(select('app: shop')), []],
]);
