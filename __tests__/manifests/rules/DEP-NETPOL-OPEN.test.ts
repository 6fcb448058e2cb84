import { testRule } from '../rule-cases.js';

const policy = (ingress: string) =>
  `kind: NetworkPolicy\nspec: { podSelector: {}, ingress: ${ingress} }\n`;

testRule('DEP-NETPOL-OPEN', [
  [policy('[{ from: [] }]'), ['{ from: [] }']],
  [
    policy('[{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]'),
    ['{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }'],
  ],
  [policy('[{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }]'), []],
  [policy('[{ ports: [{ port: 443 }] }]'), []],
  [policy('[{ from: [{ namespaceSelector: {} }] }]'), []],
  [policy('[]'), []],
]);
