import { expect, test } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { container, testRule, withDollars } from '../rule-cases.js';

const config = (lines: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}\n`;

testRule('DEP-KUBELET', [
  // The file has secure defaults.
  [config(''), []],
  [config('authentication: { anonymous: { enabled: false } }'), []],
  [config('authentication: { anonymous: { enabled: true } }'), ['true']],
  [config('authorization: { mode: AlwaysAllow }'), ['AlwaysAllow']],
  [config('readOnlyPort: 10255'), ['10255']],
  [config('readOnlyPort: 0'), []],
  [config('streamingConnectionIdleTimeout: 0s'), ['0s']],
  [config('streamingConnectionIdleTimeout: 5m'), []],
  [config('makeIPTablesUtilChains: false'), ['false']],
  [config('rotateCertificates: false'), ['false']],
  [config('featureGates: { RotateKubeletServerCertificate: false }'), ['false']],
  [config('podPidsLimit: -1'), ['-1']],
  [config('podPidsLimit: 4096'), []],
  [config('seccompDefault: false'), ['false']],
  [config('protectKernelDefaults: false'), ['false']],
  [
    config('tlsCipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA256]'),
    ['[TLS_RSA_WITH_AES_128_CBC_SHA256]'],
  ],
  [config('tlsCipherSuites: [TLS_RSA_WITH_AES_256_GCM_SHA384]'), []],
  [config('tlsMinVersion: VersionTLS11'), ['VersionTLS11']],
  [config('readOnlyPort: 10255').replace('kubelet.config.k8s.io', 'example.org'), []],
  [
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nnodeRegistration: { kubeletExtraArgs: { read-only-port: "10255" } }',
    ['"10255"'],
  ],
  [
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nnodeRegistration: { kubeletExtraArgs: [{ name: anonymous-auth, value: "true" }] }',
    ['"true"'],
  ],
  [
    `kind: ConfigMap\ndata:\n  other: "{"\n  kubelet: |\n${config('readOnlyPort: 10255').replace(/^(?=.)/gm, '    ')}`,
    ['kubelet'],
  ],
  // A flag of another program.
  [container('args: [--kubelet-service=kube-system/kubelet]'), []],
  // Not YAML.
  ['kind: ConfigMap\ndata: { kubelet: "kubelet.config.k8s.io/v1 {{ a" }', []],
]);

test('names the key of the file', () => {
  const [finding] = findingsOf('DEP-KUBELET', config('authorization: { mode: AlwaysAllow }'));
  expect(finding).toMatchObject({
    severity: 'critical',
    message: 'kubelet allows every request (authorization.mode: AlwaysAllow)',
    advice: 'Set authorization.mode: Webhook',
  });
  expect(finding?.tags).toContain('cis-k8s:4.2.2');
  const [value] = findingsOf(
    'DEP-KUBELET',
    config(withDollars('authorization: { mode: "§{MODE}" }')),
  );
  expect(value).toBeUndefined();
});
