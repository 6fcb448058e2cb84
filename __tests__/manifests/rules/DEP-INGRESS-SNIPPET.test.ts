import { testRule } from '../rule-cases.js';

const ingress = (key: string, kind = 'Ingress') =>
  `kind: ${kind}\nmetadata:\n  annotations:\n    ${key}: text\n`;

testRule('DEP-INGRESS-SNIPPET', [
  [
    ingress('nginx.ingress.kubernetes.io/configuration-snippet'),
    ['nginx.ingress.kubernetes.io/configuration-snippet'],
  ],
  [ingress('nginx.org/server-snippets'), ['nginx.org/server-snippets']],
  [ingress('nginx.ingress.kubernetes.io/rewrite-target'), []],
  [ingress('nginx.ingress.kubernetes.io/configuration-snippet', 'ConfigMap'), []],
]);
