import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-HOSTNET', [
  [
    `${service('networks: [outer, inner]')}networks: { outer: { name: host, external: true }, inner: { name: hosts } }`,
    ['outer'],
  ],
  [service('network_mode: "host"'), ['"host"']],
  [service('networks: [host]'), ['host']],
  [service('networks: { host: {} }'), ['host']],
  [`${service('image: a')}networks: { default: { external: true, name: host } }`, ['app']],
  [`${service('networks: [other]')}networks: { default: { name: host }, other: {} }`, []],
  [`${service('network_mode: none')}networks: { default: { name: host } }`, []],
  [service('network_mode: bridge'), []],
  [pod('hostNetwork: true'), ['true']],
  [pod('hostNetwork: false'), []],
]);
