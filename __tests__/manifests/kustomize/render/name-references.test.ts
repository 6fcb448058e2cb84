import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

const BINDING = (kind: string, name: string, subject: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nsubjects: [{ kind: ServiceAccount, ${subject} }]\n`;
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: sa }\n';

describe('a reference to an object that was renamed or moved', () => {
  it('is to the one with the same suffix, also if others have none', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { serviceAccountName: sa, containers: [] }\n';
    const result = rendered({
      'o/kustomization.yaml': 'namespace: prod\nresources: [../a, ../b]\n',
      'a/kustomization.yaml': 'resources: [../base]\n',
      'b/kustomization.yaml': 'resources: [../base]\nnameSuffix: -x\n',
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': `${ACCOUNT}---\n${pod}`,
    });
    expect(JSON.stringify(result).match(/"serviceAccountName":"[^"]*"/g)).toEqual([
      '"serviceAccountName":"sa"',
      '"serviceAccountName":"sa-x"',
    ]);
  });

  it('is a gap if a binding can mean accounts of two namespaces', () => {
    const layer = (name: string) => ({
      [`${name}/kustomization.yaml`]: `namespace: ${name}\nresources: [a.yaml]\n`,
      [`${name}/a.yaml`]: `${ACCOUNT}---\n${BINDING('ClusterRoleBinding', name, 'name: sa')}`,
    });
    expect(
      rendered({
        'o/kustomization.yaml': 'resources: [../a, ../b]\n',
        ...layer('a'),
        ...layer('b'),
      }),
    ).toBe('the name "sa" can refer to more than one object');
  });

  it('is a gap if a binding has an empty namespace', () => {
    expect(
      rendered({
        'o/kustomization.yaml': 'resources: [a.yaml]\n',
        'o/a.yaml': BINDING('RoleBinding', 'b', 'name: sa, namespace: '),
      }),
    ).toBe('the subject in o/a.yaml:4 has a namespace that is not a text');
  });
});
