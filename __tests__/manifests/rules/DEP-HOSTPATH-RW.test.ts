import { pod, testRule } from '../rule-cases.js';

testRule('DEP-HOSTPATH-RW', [
  [
    pod(
      'containers: [{ name: c, volumeMounts: [{ name: v, mountPath: /v }, { name: w, mountPath: /w }] }]\n  volumes: [{ name: v, hostPath: { path: /srv } }, { name: w, emptyDir: {} }]',
    ),
    ['v'],
  ],
  [
    pod(
      'containers: [{ name: c, volumeMounts: [{ name: v, mountPath: /v, readOnly: false }] }]\n  volumes: [{ name: v, hostPath: { path: /srv } }]',
    ),
    ['false'],
  ],
  [
    pod(
      'containers: [{ name: c, volumeMounts: [{ name: v, mountPath: /v, readOnly: true }] }]\n  volumes: [{ name: v, hostPath: { path: /srv } }]',
    ),
    [],
  ],
  [
    pod(
      'containers: [{ name: c, volumeMounts: [{ name: v, mountPath: /v }] }]\n  volumes: [{ name: v, hostPath: { path: /var/run/docker.sock } }]',
    ),
    [],
  ],
]);
