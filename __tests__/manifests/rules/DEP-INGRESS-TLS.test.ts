import { testRule } from '../rule-cases.js';

const ingress = (spec: string, metadata = 'name: web') =>
  `kind: Ingress\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`;
const RULE = 'rules: [{ host: a.example.com }]';
const annotated = (key: string) => `name: web, annotations: { "${key}": x }`;

testRule('DEP-INGRESS-TLS', [
  [ingress('defaultBackend: { service: { name: a } }'), ['name']],
  [ingress('rules: [{ host: a.local }, { host: a.example.com }]'), ['name']],
  [ingress('rules: [{ host: a.localhost }]'), []],
  [ingress(RULE, annotated('networking.gke.io/managed-certificates')), []],
  [ingress(RULE, annotated('example.com/x')), ['name']],
  [ingress(`${RULE}, ingressClassName: tailscale`), []],
  [ingress('ingressClassName: nginx'), []],
  [`${ingress(RULE)}---\napiVersion: example.com/v1\nkind: Site\n`, []],
]);
