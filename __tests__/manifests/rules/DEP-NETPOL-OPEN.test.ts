import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
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
  // An empty selector selects all namespaces. Source: Kubernetes API, NetworkPolicyPeer.
  [policy('[{ from: [{ namespaceSelector: {} }] }]'), ['{ from: [{ namespaceSelector: {} }] }']],
  [
    policy('[{ from: [{ namespaceSelector: { matchLabels: {} }, podSelector: {} }] }]'),
    ['{ from: [{ namespaceSelector: { matchLabels: {} }, podSelector: {} }] }'],
  ],
  [policy('[{ from: [{ namespaceSelector: { matchLabels: { a: b } } }] }]'), []],
  [policy('[{ from: [{ namespaceSelector: { matchExpressions: [{ key: a }] } }] }]'), []],
  [policy('[{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: b } } }] }]'), []],
  [policy('[{ from: [{ podSelector: {} }] }]'), []],
  [policy('[{ from: [{ namespaceSelector: {} }], ports: [{ port: 443 }] }]'), []],
  [egress('policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }] }]'), []],
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

it('says that all pods of the cluster, or all addresses, can connect', () => {
  const messages = ['[{ from: [{ namespaceSelector: {} }] }]', '[{}]'].map(
    (ingress) => findingsOf('DEP-NETPOL-OPEN', policy(ingress))[0]?.message,
  );
  expect(messages).toEqual([
    'NetworkPolicy allows all connections from every pod of the cluster',
    'NetworkPolicy allows all connections from everywhere',
  ]);
});
