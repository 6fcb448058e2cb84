import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-PROPAGATION', [
  [service('volumes: ["/a:/a:ro,shared"]'), ['"/a:/a:ro,shared"']],
  [
    service('volumes: [{ type: bind, source: /a, target: /a, bind: { propagation: rshared } }]'),
    ['rshared'],
  ],
  [service('volumes: ["/a:/shared", "shared:/a", "/a:/a:rprivate"]'), []],
  [
    container('volumeMounts: [{ name: a, mountPath: /a, mountPropagation: Bidirectional }]'),
    ['Bidirectional'],
  ],
  [container('volumeMounts: [{ name: a, mountPropagation: HostToContainer }]'), []],
]);
