import { testRule } from '../rule-cases.js';

const policy = (ingress: string) =>
  `kind: NetworkPolicy\nspec: { podSelector: {}, ingress: ${ingress} }\n`;

const egress = (rules: string) => `kind: NetworkPolicy\nspec: { podSelector: {}, ${rules} }\n`;

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
  [egress('policyTypes: [Egress], egress: [{}]'), ['{}']],
  [
    egress('policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }]'),
    ['{ to: [{ ipBlock: { cidr: "::/0" } }] }'],
  ],
  [egress('policyTypes: [Egress], egress: [{ to: [{ podSelector: {} }] }]'), []],
  // It limits ingress, which is what it is for.
  [egress('policyTypes: [Ingress, Egress], egress: [{}]'), []],
  [egress('egress: [{}]'), []],
]);
