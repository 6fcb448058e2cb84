import { describe, expect, it } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { manifestKind } from '../../../src/manifests/manifest-kind.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { unreadKinds } from '../../../src/manifests/unread-kinds.js';
import { NOW } from '../../now.js';
import { manifestOf } from '../lint-text.js';

/** Where a file is wrong, and the notes about it. */
function check(path: string, text: string) {
  const kind = manifestKind(path, text);
  if (!kind) return { kind, found: [], notes: [] };
  const manifest = readManifest(text, path, kind);
  const found = lintManifest(manifest, { now: NOW }).map(
    ({ rule, message, location }) => `${rule} ${location?.startLine} ${message}`,
  );
  return { kind, found, notes: manifest.notes };
}

describe('the settings of k3s and RKE2', () => {
  const text =
    'write-kubeconfig-mode: "0644"\nkube-apiserver-arg:\n  - anonymous-auth=true\n  - --insecure-port=8080\nkubelet-arg: read-only-port=10255\n';

  it('are read by their keys', () => {
    for (const path of [
      'etc/rancher/k3s/config.yaml',
      'config.yaml.d/10.yaml',
      'config-server.yml',
    ])
      expect(check(path, text)).toEqual({
        kind: 'engine',
        found: [
          'DEP-APISERVER 3 kube-apiserver answers requests without a login (--anonymous-auth=true)',
          'DEP-APISERVER 4 kube-apiserver has a port without login and encryption (--insecure-port=8080)',
          'DEP-KUBELET 5 kubelet lists pods on a port without a login (--read-only-port=10255)',
        ],
        notes: [],
      });
  });

  it('are another file without these keys, or under another name', () => {
    expect(check('k3s/config.yaml', 'write-kubeconfig-mode: "0644"').kind).toBeUndefined();
    expect(check('k3s/other.yaml', text).kind).toBeUndefined();
  });

  it('are noted where they are of another kind', () => {
    expect(check('k3s/config.yaml', 'kube-apiserver-arg: { a: b }').notes).toHaveLength(1);
  });
});

describe('a configuration file', () => {
  const note = (text: string) => readManifest(text, 'a.yaml', 'kubernetes').notes;

  it('is a kind with rules, and not one of another program with the same name', () => {
    const unread = (version: string, kind: string) =>
      unreadKinds([manifestOf(`apiVersion: ${version}\nkind: ${kind}`)]).length;
    expect(unread('kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration')).toBe(0);
    expect(unread('kubeadm.k8s.io/v1beta4', 'ClusterConfiguration')).toBe(0);
    expect(unread('bootstrap.cluster.x-k8s.io/v1beta1', 'KubeadmConfigTemplate')).toBe(0);
    expect(unread('installer.kubesphere.io/v1alpha1', 'ClusterConfiguration')).toBe(1);
  });

  it('has a note for a value that is not known', () => {
    const of = (lines: string) =>
      note(`apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}`);
    expect(of('readOnlyPort: "{{ port }}"')).toHaveLength(1);
    expect(of('authentication: []')).toHaveLength(1);
    expect(of('readOnlyPort: 0')).toEqual([]);
  });
});
