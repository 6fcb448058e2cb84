import { type Files, planted, type Spot, TOKEN } from './spot.js';

const pod = (flag: string) =>
  `{ containers: [{ name: c, image: "a:1", securityContext: { privileged: ${flag} } }] }`;
const object = (kind: string, spec: string, version = 'v1') =>
  `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}\n`;
const template = (flag: string) => `{ template: { spec: ${pod(flag)} } }`;
const priv = (name: string, files: (flag: string) => Files) =>
  planted(name, ['DEP-PRIV'], files, ['true', 'false']);
const kind = (name: string, version: string, what: string, spec: (flag: string) => string) =>
  priv(name, (flag) => ({ 'a.yaml': object(what, spec(flag), version) }));
const text = (name: string, by: Spot['by'], harm: string, fine: string, path = 'a.yaml') =>
  planted(name, by, (it) => ({ [path]: it }), [harm, fine]);
const inPod = (name: string, by: Spot['by'], harm: string, fine = 'dnsPolicy: Default') =>
  planted(
    name,
    by,
    (it) => ({ 'a.yaml': object('Pod', `{ containers: [{ name: c, image: "a:1" }], ${it} }`) }),
    [harm, fine],
  );
const container = (name: string, by: Spot['by'], harm: string, fine = 'tty: false') =>
  planted(
    name,
    by,
    (it) => ({ 'a.yaml': object('Pod', `{ containers: [{ name: c, image: "a:1", ${it} }] }`) }),
    [harm, fine],
  );

const SHAPES: readonly Spot[] = [
  priv('a list', (flag) => ({
    'a.yaml': `apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${pod(flag)} }\n`,
  })),
  priv('a list of pods', (flag) => ({
    'a.yaml': `apiVersion: v1\nkind: PodList\nitems:\n  - { metadata: { name: a }, spec: ${pod(flag)} }\n`,
  })),
  priv('a list in a list', (flag) => ({
    'a.yaml': `apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${pod(flag)} }] }\n`,
  })),
  kind('an init container', 'v1', 'Pod', (flag) =>
    pod('false').replace(
      '{',
      `{ initContainers: [{ name: i, image: "a:1", restartPolicy: Always, securityContext: { privileged: ${flag} } }],`,
    ),
  ),
  kind('an ephemeral container', 'v1', 'Pod', (flag) =>
    pod('false').replace(
      '{',
      `{ ephemeralContainers: [{ name: i, image: "a:1", securityContext: { privileged: ${flag} } }],`,
    ),
  ),
  kind(
    'a cron job',
    'batch/v1',
    'CronJob',
    (flag) => `{ schedule: "* * * * *", jobTemplate: { spec: ${template(flag)} } }`,
  ),
  kind('a replication controller', 'v1', 'ReplicationController', template),
  priv('a pod template', (flag) => ({
    'a.yaml': `apiVersion: v1\nkind: PodTemplate\nmetadata: { name: a }\ntemplate: { spec: ${pod(flag)} }\n`,
  })),
  kind('a rollout', 'argoproj.io/v1alpha1', 'Rollout', template),
  kind('a service of Knative', 'serving.knative.dev/v1', 'Service', template),
  kind(
    'an unknown kind with a template',
    'a.example/v1',
    'Widget',
    (flag) => `{ podTemplate: { spec: ${pod(flag)} } }`,
  ),
  kind(
    'an unknown kind with containers',
    'a.example/v1',
    'Widget',
    (flag) => `{ deep: { er: [${pod(flag)}] } }`,
  ),
  kind(
    'a task of Tekton',
    'tekton.dev/v1',
    'Task',
    (flag) => `{ steps: [{ name: s, image: "a:1", securityContext: { privileged: ${flag} } }] }`,
  ),
  kind(
    'a workflow of Argo',
    'argoproj.io/v1alpha1',
    'Workflow',
    (flag) =>
      `{ entrypoint: m, templates: [{ name: m, container: { image: "a:1", securityContext: { privileged: ${flag} } } }] }`,
  ),
  priv('JSON', (flag) => ({
    'a.json': `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"a:1","securityContext":{"privileged":${flag}}}]}}`,
  })),
  priv('an object without a name', (flag) => ({
    'a.yaml': object('Pod', pod(flag)).replace('name: a', 'generateName: a-'),
  })),
  priv('a second document', (flag) => ({
    'a.yaml': `${object('Pod', pod('false'))}---\n${object('Pod', pod(flag)).replace('name: a', 'name: b')}`,
  })),
  priv('a document behind an end', (flag) => ({
    'a.yaml': `${object('Pod', pod('false'))}...\n---\n${object('Pod', pod(flag)).replace('name: a', 'name: b')}`,
  })),
  priv('another extension', (flag) => ({ 'k8s/a.txt': object('Pod', pod(flag)) })),
  priv('no extension', (flag) => ({ 'k8s/a': object('Pod', pod(flag)) })),
  priv('a manifest in a folder that starts with a dot', (flag) => ({
    '.deploy/a.yaml': object('Pod', pod(flag)),
  })),
  {
    name: 'CR at the ends of lines',
    by: /a\.yaml/,
    files: { 'a.yaml': object('Pod', pod('true')).replaceAll('\n', '\r') },
    fine: {
      'a.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { pod-security.kubernetes.io/enforce: restricted } }\n',
    },
  },
  priv('many comments above', (flag) => ({
    'a.yaml': `${'# x\n'.repeat(20_000)}${object('Pod', pod(flag))}`,
  })),
  priv('keys in another order', (flag) => ({
    'k8s/a.conf': `spec: ${pod(flag)}\nmetadata: { name: a }\nkind: Pod\napiVersion: v1\n`,
  })),
  priv('an anchor', (flag) => ({
    'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: a, annotations: { b: &x "c" } }\nspec: { containers: [{ name: c, image: "a:1", securityContext: &s { privileged: ${flag} } }, { name: d, image: "a:1", securityContext: *s }] }\n`,
  })),
  priv('an inline patch of a kustomization', (flag) => ({
    'kustomization.yaml': `resources: [a.yaml]\npatches:\n  - patch: '[{ "op": "replace", "path": "/spec/containers/0/securityContext/privileged", "value": ${flag} }]'\n    target: { kind: Pod }\n`,
    'a.yaml': object('Pod', pod('false')),
  })),
  priv('a component of a kustomization', (flag) => ({
    'kustomization.yaml': 'resources: [a.yaml]\ncomponents: [c]\n',
    'a.yaml': object('Pod', pod('false')),
    'c/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: p.yaml }]\n',
    'c/p.yaml': object('Pod', pod(flag)),
  })),
  planted(
    'values of a HelmRelease',
    /GitHub|token|DEP-/,
    (value) => ({
      'a.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a }\nspec: { interval: 1m, chart: { spec: { chart: a, sourceRef: { kind: HelmRepository, name: b } } }, values: { auth: { x: "${value}" } } }\n`,
    }),
    [TOKEN, 'a'],
  ),
  planted(
    'values of an application of Argo CD',
    /GitHub|token|DEP-/,
    (value) => ({
      'a.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { destination: { server: s }, project: p, source: { repoURL: "https://a.example", chart: a, targetRevision: "1", helm: { values: "x: ${value}" } } }\n`,
    }),
    [TOKEN, 'a'],
  ),
  planted(
    'values of a chart',
    /GitHub/,
    (value) => ({
      'c/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
      'c/templates/a.yaml': object('Pod', pod('false')).replace(
        'name: a',
        'name: {{ .Release.Name }}',
      ),
      'c/values.yaml': `x: ${value}\n`,
      'c/values-prod.yaml': 'x: a\n',
    }),
    [TOKEN, 'a'],
  ),
  {
    ...planted(
      'other values of a chart',
      /GitHub/,
      (value) => ({
        'c/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
        'c/templates/a.yaml': object('Pod', pod('false')).replace(
          'name: a',
          'name: {{ .Release.Name }}',
        ),
        'c/values.yaml': 'x: a\n',
        'c/env/prod.yaml': `x: ${value}\n`,
      }),
      [TOKEN, 'a'],
    ),
    onlyAdded: true,
  },
];

const VALUES: readonly Spot[] = [
  inPod('processes of the host', ['DEP-HOSTPID'], 'hostPID: true'),
  inPod(
    'the root of the host',
    ['DEP-HOSTPATH-SENS'],
    'volumes: [{ name: v, hostPath: { path: "/etc/../" } }]',
  ),
  inPod(
    'the socket of containerd',
    ['DEP-SOCK'],
    'volumes: [{ name: v, hostPath: { path: /run/containerd/containerd.sock } }]',
  ),
  inPod(
    'a host process of Windows',
    ['DEP-WINHOST'],
    'securityContext: { windowsOptions: { hostProcess: true } }',
  ),
  container(
    'a capability with prefix',
    ['DEP-CAPADD'],
    'securityContext: { capabilities: { add: [cap_sys_admin] } }',
  ),
  container('unmasked /proc', ['DEP-PROCMOUNT'], 'securityContext: { procMount: Unmasked }'),
  container('a token in the command', /GitHub|DEP-ENVSECRET/, `command: [a, "--t=${TOKEN}"]`),
  container(
    'a token in a probe',
    /GitHub|DEP-ENVSECRET/,
    `livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: A, value: ${TOKEN} }] } }`,
    'livenessProbe: { httpGet: { port: 1 } }',
  ),
  container(
    'a token in a hook',
    /GitHub|DEP-ENVSECRET/,
    `lifecycle: { postStart: { exec: { command: [a, ${TOKEN}] } } }`,
    'lifecycle: { postStart: { exec: { command: [a] } } }',
  ),
  text(
    'a Secret',
    ['kubernetes-secret', 'kubernetes-secret-data', 'DEP-CONFIGMAP-SECRET'],
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: Kx93jfLq8vZ2pW }\n',
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
  ),
  text(
    'a token in base64',
    /GitHub|DEP-/,
    `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { x: ${Buffer.from(TOKEN).toString('base64')} }\n`,
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
  ),
  text(
    'a token in an annotation',
    /GitHub/,
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: a, annotations: { b: ${TOKEN} } }\n`,
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
  ),
  text(
    'a token of another kind of object',
    /GitHub|DEP-/,
    `apiVersion: a.example/v1\nkind: Widget\nmetadata: { name: a }\nspec: { credential: { value: ${TOKEN} } }\n`,
    'apiVersion: a.example/v1\nkind: Widget\nmetadata: { name: a }\nspec: {}\n',
  ),
  text(
    'cluster-admin',
    ['DEP-CLUSTERADMIN'],
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: b }]\n',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: b }]\n',
  ),
  text(
    'kubeadm',
    ['DEP-APISERVER'],
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer: { extraArgs: [{ name: authorization-mode, value: AlwaysAllow }] }\n',
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer: { extraArgs: [{ name: authorization-mode, value: "Node,RBAC" }] }\n',
  ),
  text(
    'a kubelet',
    ['DEP-KUBELET'],
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { anonymous: { enabled: true } }\n',
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { anonymous: { enabled: false }, webhook: { enabled: true } }\nauthorization: { mode: Webhook }\n',
  ),
  planted(
    'a preset of pods',
    /PodPreset|GitHub|DEP-/,
    (value) => ({
      'a.yaml': `apiVersion: settings.k8s.io/v1alpha1\nkind: PodPreset\nmetadata: { name: a }\nspec: { env: [{ name: A, value: ${value} }] }\n`,
    }),
    [TOKEN, 'b'],
  ),
  planted(
    'a generated secret of a kustomization',
    /GitHub|DEP-/,
    (value) => ({
      'kustomization.yaml': `secretGenerator: [{ name: a, literals: ["x=${value}"] }]\n`,
    }),
    [TOKEN, 'b'],
  ),
  planted(
    'a file of a generated ConfigMap',
    /GitHub|DEP-/,
    (value) => ({
      'kustomization.yaml': 'configMapGenerator: [{ name: a, envs: [app.properties] }]\n',
      'app.properties': `x=${value}\n`,
    }),
    [TOKEN, 'b'],
  ),
];

export const KUBERNETES = [...SHAPES, ...VALUES];
