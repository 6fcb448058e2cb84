import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { role } from '../rule-cases.js';

it.each([
  ['cilium-operator', 'of a CNI plugin '],
  ['ebs-csi-node', 'of a CSI driver '],
  ['system:falco', 'of a security agent '],
  ['gitlab-csirt', ''],
])('a role named %s is called "%s" in the message, and still reported', (name, agent) => {
  const text = role('ClusterRole', 'resources: [secrets], verbs: [get]', name);
  expect(findingsOf('DEP-RBAC-SECRETS', text).map(({ message }) => message)).toEqual([
    `ClusterRole "${name}" ${agent}can read all secrets of the cluster`,
  ]);
});

it.each([
  ['falco', 'x:1', ' of a security agent'],
  ['metrics', 'quay.io/prometheus/node-exporter:v1', ' of a monitoring agent'],
  ['storage', 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver@sha256:0', ' of a CSI driver'],
  ['network', 'quay.io/cilium/cilium:v1', ' of a CNI plugin'],
  ['web', 'acme/falconry:1', ''],
])(
  'a workload %s with image %s is called "%s" in messages about the host',
  (name, image, agent) => {
    const text = `kind: Pod\nmetadata: { name: ${name} }\nspec: { hostNetwork: true, volumes: [{ name: v, hostPath: { path: /etc } }], containers: [{ name: c, image: "${image}", securityContext: { privileged: true, capabilities: { add: [SYS_ADMIN] } } }] }\n`;
    const messages = (rule: string) => findingsOf(rule, text).map(({ message }) => message);
    expect(messages('DEP-PRIV')).toEqual([`Container "c"${agent} runs privileged`]);
    expect(messages('DEP-CAPADD')).toEqual([`Container "c"${agent} adds capability SYS_ADMIN`]);
    expect(messages('DEP-HOSTNET')).toEqual([`Pod "${name}"${agent} shares the host’s network`]);
    expect(messages('DEP-HOSTPATH')).toEqual([`Volume "v"${agent} mounts a path of the host`]);
    expect(messages('DEP-HOSTPATH-SENS')).toEqual([
      `Pod "${name}"${agent} mounts /etc of the host`,
    ]);
  },
);
