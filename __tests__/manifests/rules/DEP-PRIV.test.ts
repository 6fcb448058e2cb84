import { pod, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-PRIV', [
  [service('privileged: "true"'), ['"true"']],
  [service('privileged: false'), []],
  [service('privileged:'), []],
  [service('post_start: [{ command: a, privileged: true }]'), ['true']],
  [service('pre_stop: [{ command: a, privileged: true }]'), ['true']],
  [service('build: { context: ., privileged: true }'), ['true']],
  [service('build: { entitlements: [security.insecure, network.host] }'), ['security.insecure']],
  [securityContext('privileged: yes'), ['yes']],
  [pod('initContainers: [{ name: i, securityContext: { privileged: true } }]'), ['true']],
  [pod('ephemeralContainers: [{ name: e, securityContext: { privileged: true } }]'), ['true']],
]);
