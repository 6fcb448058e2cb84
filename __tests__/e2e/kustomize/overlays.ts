/** Folders of kustomizations by name: the text of each file by its path. The one that is rendered is in `o`. */
export type OverlayFiles = Readonly<Record<string, string>>;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: nginx:1.25
          ports:
            - containerPort: 80
            - containerPort: 443
              protocol: TCP
          env:
            - { name: A, value: "1" }
            - { name: B, value: "2" }
          envFrom:
            - configMapRef: { name: settings }
          volumeMounts:
            - { name: data, mountPath: /data }
        - name: side
          image: busybox:1.36@sha256:9ae97d36d26566ff84e8893c64a6dc4fe8ca6d1144bf5b87b2b85a32def253c7
      volumes:
        - name: data
          persistentVolumeClaim: { claimName: data }
        - name: secret
          secret: { secretName: token }
`;

const REST = `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 80 }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations: { nginx.ingress.kubernetes.io/auth-secret: token }
spec:
  tls: [{ hosts: [a.example], secretName: token }]
  rules:
    - host: a.example
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: v1
kind: Secret
metadata: { name: token }
stringData: { a: b }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { color: blue }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  minReplicas: 1
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
`;

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: web }
  - { kind: ServiceAccount, name: default }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: all }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all }
subjects:
  - { kind: ServiceAccount, name: web, namespace: default }
`;

const JOBS = `apiVersion: batch/v1
kind: CronJob
metadata: { name: tidy }
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          initContainers: [{ name: init, image: "busybox:1.36" }]
          containers: [{ name: tidy, image: "ghcr.io/acme/tidy:2", envFrom: [{ secretRef: { name: token } }] }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: web
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - labelSelector: { matchLabels: { app: db } }
              topologyKey: kubernetes.io/hostname
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }
      containers: [{ name: db, image: postgres }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { selector: { matchLabels: { app: db } } }
---
apiVersion: acme.example/v1
kind: Widget
metadata: { name: w }
spec:
  items: [{ name: a, v: 1 }, { name: b, v: 2 }]
  containers: [{ name: c, image: "nginx:1" }]
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: x
`;

const BASE: OverlayFiles = {
  'b/kustomization.yaml': 'resources: [deployment.yaml, rest.yaml]\n',
  'b/deployment.yaml': DEPLOYMENT,
  'b/rest.yaml': REST,
  'b/rbac.yaml': RBAC,
  'b/jobs.yaml': JOBS,
};
const WIDE: OverlayFiles = {
  ...BASE,
  'b/kustomization.yaml': 'resources: [deployment.yaml, rest.yaml, rbac.yaml, jobs.yaml]\n',
};

/** An overlay over the small base. */
function over(kustomization: string, more: OverlayFiles = {}): OverlayFiles {
  return { ...BASE, 'o/kustomization.yaml': `resources: [../b]\n${kustomization}`, ...more };
}

/** An overlay over the base with all kinds. */
function wide(kustomization: string, more: OverlayFiles = {}): OverlayFiles {
  return { ...WIDE, 'o/kustomization.yaml': `resources: [../b]\n${kustomization}`, ...more };
}

/** A strategic merge patch of the pods of the Deployment, in a file. */
function podPatch(spec: string, more = ''): OverlayFiles {
  const indented = spec.replace(/^/gm, '      ');
  return over(`patches: [{ path: p.yaml }]\n${more}`, {
    'o/p.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n${indented}\n`,
  });
}

const inline = (text: string) => text.trim().replace(/^/gm, '      ');

/** A JSON patch of the Deployment, written in the kustomization. */
function jsonPatch(operations: string, target = '{ kind: Deployment, name: web }'): OverlayFiles {
  return over(`patches:\n  - target: ${target}\n    patch: |-\n${inline(operations)}\n`);
}

const MERGED: Readonly<Record<string, OverlayFiles>> = {
  'a plain base': over(''),
  'a patch of one value': podPatch('containers: [{ name: web, image: "nginx:2" }]'),
  'a patch that adds a key': podPatch(
    'containers: [{ name: web, securityContext: { privileged: true } }]',
  ),
  'a patch that adds a container': podPatch('containers: [{ name: new, image: "a:1" }]'),
  'a patch that deletes a container': podPatch('containers: [{ name: side, $patch: delete }]'),
  'a patch that replaces the containers': podPatch(
    'containers:\n  - $patch: replace\n  - { name: one, image: "a:1" }',
  ),
  'a patch that replaces a map': podPatch(
    'containers: [{ name: web, $patch: replace, image: "a:1" }]',
  ),
  'a patch that deletes a key by null': podPatch(
    'serviceAccountName: null\ncontainers: [{ name: web, env: null }]',
  ),
  'a patch of variables': podPatch(
    'containers: [{ name: web, env: [{ name: B, value: "3" }, { name: C, value: "4" }] }]',
  ),
  'a patch of ports': podPatch(
    'containers: [{ name: web, ports: [{ containerPort: 443, protocol: TCP, name: tls }, { containerPort: 90 }] }]',
  ),
  'a patch of a port without protocol': podPatch(
    'containers: [{ name: web, ports: [{ containerPort: 443, name: tls }] }]',
  ),
  'a patch of a port with two protocols': podPatch(
    'containers: [{ name: web, ports: [{ containerPort: 80, protocol: UDP }] }]',
  ),
  'a patch of mounts and volumes': podPatch(
    'volumes: [{ name: data, persistentVolumeClaim: null, emptyDir: {} }]\ncontainers: [{ name: web, volumeMounts: [{ mountPath: /data, name: data, readOnly: true }, { mountPath: /x, name: secret }] }]',
  ),
  'a patch of lists without keys': podPatch(
    'tolerations: [{ key: a }]\ncontainers: [{ name: web, command: [a, b], args: [c] }]',
  ),
  'a patch of init containers': podPatch('initContainers: [{ name: i, image: "a:1" }]'),
  'a patch of hosts and pull secrets': podPatch(
    'hostAliases: [{ ip: 1.2.3.4, hostnames: [a] }]\nimagePullSecrets: [{ name: token }]',
    'namePrefix: x-\n',
  ),
  'a patch of spread constraints': podPatch(
    'topologySpreadConstraints: [{ topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule }]',
  ),
  'a patch that deletes an object': over(
    'patches:\n  - patch: |-\n      $patch: delete\n      apiVersion: v1\n      kind: Secret\n      metadata: { name: token }\n',
  ),
  'a patch with a target by kind': over(
    'patches:\n  - target: { kind: Deployment }\n    patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: any }\n      spec: { replicas: 3 }\n',
  ),
  'a patch with a target by name and expression': wide(
    'patches:\n  - target: { name: "w.*|d[b]" }\n    patch: |-\n      apiVersion: v1\n      kind: X\n      metadata: { name: any, labels: { patched: "yes" } }\n',
  ),
  'a patch with a target by labels': over(
    'patches:\n  - target: { labelSelector: "app in (web,api),!old" }\n    patch: |-\n      apiVersion: v1\n      kind: X\n      metadata: { name: any, annotations: { a: b } }\n',
  ),
  'a patch with a target by annotation': over(
    'patches:\n  - target: { annotationSelector: "nginx.ingress.kubernetes.io/auth-secret=token" }\n    patch: |-\n      - { op: replace, path: /spec/tls/0/hosts/0, value: b.example }\n',
  ),
  'a patch that may rename': over(
    'patches:\n  - target: { kind: Service, name: web }\n    options: { allowNameChange: true }\n    patch: |-\n      apiVersion: v1\n      kind: Service\n      metadata: { name: front }\n',
  ),
  'a patch of several documents': over('patches: [{ path: p.yaml }]\n', {
    'o/p.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { color: red, size: "1" }\n',
  }),
  'a patch of a custom object': wide(
    'patches:\n  - patch: |-\n      apiVersion: acme.example/v1\n      kind: Widget\n      metadata: { name: w }\n      spec: { items: [{ name: b, v: 3 }] }\n',
  ),
  'a patch of service ports': over(
    'patches:\n  - patch: |-\n      apiVersion: v1\n      kind: Service\n      metadata: { name: web }\n      spec: { ports: [{ port: 80, name: http }, { port: 443, protocol: TCP }] }\n',
  ),
  'a patch of a StatefulSet': wide(
    'patches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: StatefulSet\n      metadata: { name: db, finalizers: [a] }\n      spec: { template: { spec: { containers: [{ name: db, resources: { limits: { memory: 1Gi } } }] } } }\n',
  ),
  patchesStrategicMerge: over(
    'patchesStrategicMerge:\n  - p.yaml\n  - |-\n    apiVersion: v1\n    kind: Service\n    metadata: { name: web }\n    spec: { type: LoadBalancer }\n',
    {
      'o/p.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 5 }\n',
    },
  ),
  'a JSON patch that adds': jsonPatch(
    '- { op: add, path: /spec/template/spec/containers/0/securityContext, value: { privileged: true } }\n- { op: add, path: /spec/template/spec/containers/-, value: { name: x, image: "x:1" } }\n- { op: add, path: /metadata/labels/a~1b, value: c }',
  ),
  'a JSON patch that replaces and removes': jsonPatch(
    '- { op: replace, path: /spec/replicas, value: 4 }\n- { op: remove, path: /spec/template/spec/containers/1 }\n- { op: test, path: /metadata/name, value: web }',
  ),
  'a JSON patch that moves and copies': jsonPatch(
    '- { op: copy, from: /metadata/labels, path: /metadata/annotations }\n- { op: move, from: /spec/template/spec/volumes, path: /spec/template/spec/other }',
  ),
  'a JSON patch in JSON': over(
    `patches:\n  - target: { kind: Deployment }\n    patch: '[{"op":"replace","path":"/spec/replicas","value":2}]'\n`,
  ),
  patchesJson6902: over(
    'patchesJson6902:\n  - target: { group: apps, version: v1, kind: Deployment, name: web }\n    path: p.json\n',
    { 'o/p.json': '[{"op": "replace", "path": "/spec/replicas", "value": 7}]' },
  ),
  'a JSON patch of all objects': over(
    'patches:\n  - target: { kind: "Deployment|Service" }\n    patch: |-\n      - { op: add, path: /metadata/annotations, value: { all: "1" } }\n',
  ),
};

const TRANSFORMED: Readonly<Record<string, OverlayFiles>> = {
  'a prefix and a suffix': wide('namePrefix: pre-\nnameSuffix: -post\n'),
  'a namespace': wide('namespace: shop2\n'),
  'a prefix and a namespace': wide('namePrefix: a-\nnamespace: ns1\n'),
  'prefixes in two levels': wide('namePrefix: a-\n', {
    'b/kustomization.yaml':
      'namePrefix: b-\nnamespace: ns1\nresources: [deployment.yaml, rest.yaml, rbac.yaml, jobs.yaml]\n',
  }),
  'the same base with two prefixes': {
    ...WIDE,
    'b/kustomization.yaml': 'resources: [deployment.yaml, rest.yaml]\n',
    'o/kustomization.yaml': 'resources: [one, two]\n',
    'o/one/kustomization.yaml': 'namePrefix: x-\nresources: [../../b]\n',
    'o/two/kustomization.yaml': 'namePrefix: y-\nresources: [../../b]\n',
  },
  commonLabels: wide('commonLabels: { team: a, app: other, num: "1" }\n'),
  labels: wide('labels:\n  - pairs: { team: a }\n'),
  'labels with selectors': wide('labels:\n  - pairs: { team: a }\n    includeSelectors: true\n'),
  'labels with templates': wide('labels:\n  - pairs: { team: a }\n    includeTemplates: true\n'),
  'labels with fields': wide(
    'labels:\n  - pairs: { team: a }\n    fields: [{ path: spec/extra, kind: Widget, create: true }]\n',
  ),
  commonAnnotations: wide('commonAnnotations: { owner: me, live: "true" }\n'),
  images: wide(
    'images:\n  - { name: nginx, newTag: "9" }\n  - { name: busybox, newName: mirror.example/busybox }\n  - { name: ghcr.io/acme/tidy, newName: tidy, digest: "sha256:aaaa" }\n  - { name: postgres, newTag: "16", newName: "localhost:5000/pg" }\n',
  ),
  'images with a digest': over(
    'images:\n  - { name: busybox, newTag: "2" }\n  - { name: nginx, digest: "sha256:bbbb" }\n',
  ),
  replicas: wide('replicas: [{ name: web, count: 4 }, { name: db, count: 2 }]\n'),
  'a component': over('components: [../c]\n', {
    'c/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: replace, path: /spec/replicas, value: 8 }\n',
    'c/extra.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\n',
  }),
  'a component and a patch': over(
    'components: [../c]\nnamePrefix: p-\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: replace, path: /spec/replicas, value: 9 }\n',
    {
      'c/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -c\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: replace, path: /spec/replicas, value: 8 }\n',
    },
  ),
  'legacy bases': { ...BASE, 'o/kustomization.yaml': 'bases: [../b]\nnamePrefix: l-\n' },
  'a list and JSON': {
    'o/kustomization.yaml': 'resources: [l.yaml, j.json]\nnamespace: x\n',
    'o/l.yaml':
      'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { k: v } }\n  - { apiVersion: v1, kind: Secret, metadata: { name: b } }\n',
    'o/j.json':
      '{"apiVersion":"v1","kind":"Service","metadata":{"name":"j"},"spec":{"ports":[{"port":1}]}}',
  },
  'numbers of YAML 1.1': {
    'o/kustomization.yaml': 'resources: [w.yaml]\n',
    'o/w.yaml':
      'apiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: w }\nspec: { a: 0755, b: 0b11, c: 1_000, d: 08, e: 1:30, f: yes, g: "0755", h: 0o17, i: -0x1f }\n',
  },
  'local configuration': {
    'o/kustomization.yaml': 'resources: [a.yaml]\n',
    'o/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, annotations: { config.kubernetes.io/local-config: "true" } }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: b, annotations: {} }\n',
  },
};

const GENERATED: Readonly<Record<string, OverlayFiles>> = {
  'a ConfigMap of literals': over(
    'configMapGenerator:\n  - name: made\n    literals: [a=1, "b=x=y", \'c="q"\']\n',
  ),
  'a ConfigMap of files': over(
    'configMapGenerator:\n  - name: made\n    files: [f.txt, other=f.txt]\n    envs: [e.env]\n',
    { 'o/f.txt': 'one\ntwo & <three>\n', 'o/e.env': '# c\nX=1\n\nY=a b\nEMPTY=\n' },
  ),
  'a Secret': over(
    'secretGenerator:\n  - name: made\n    type: kubernetes.io/tls\n    literals: [a=1, b=2]\n',
  ),
  'a ConfigMap that is used': {
    ...BASE,
    'b/kustomization.yaml':
      'resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [color=blue]\nsecretGenerator:\n  - name: token\n    literals: [a=b]\n',
    'o/kustomization.yaml': 'resources: [../b]\nnamePrefix: p-\n',
  },
  'a ConfigMap that is merged': {
    ...BASE,
    'b/kustomization.yaml':
      'resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [color=blue, a=1]\n',
    'o/kustomization.yaml':
      'resources: [../b]\nconfigMapGenerator:\n  - name: settings\n    behavior: merge\n    literals: [color=red]\n    options: { labels: { x: z } }\n',
  },
  'a ConfigMap that is replaced': {
    ...BASE,
    'b/kustomization.yaml':
      'resources: [deployment.yaml]\nnamePrefix: q-\nconfigMapGenerator:\n  - name: settings\n    literals: [color=blue, a=1]\n',
    'o/kustomization.yaml':
      'resources: [../b]\nconfigMapGenerator:\n  - name: settings\n    behavior: replace\n    literals: [color=red]\n',
  },
  'a long Secret': over(
    `secretGenerator:\n  - name: made\n    literals: [a=${'x'.repeat(52)}, b=${'x'.repeat(51)}, c=${'x'.repeat(200)}]\n`,
  ),
  'a patch that ends in a text': over(
    'patches:\n  - patch: |-\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: { name: settings }\n      data:\n        color: |\n          red\n',
  ),
  'generator options': over(
    'generatorOptions: { disableNameSuffixHash: true, immutable: true, labels: { g: "1" }, annotations: { h: "2" } }\nconfigMapGenerator:\n  - name: made\n    literals: [a=1]\n    options: { labels: { g: "3" } }\nsecretGenerator:\n  - name: hidden\n    namespace: other\n    literals: [a=1]\n',
  ),
  'a generator with a namespace': wide(
    'namespace: ns1\nconfigMapGenerator:\n  - name: made\n    literals: ["a=ü €"]\n',
  ),
};

const REPLACED: Readonly<Record<string, OverlayFiles>> = {
  'a replacement': over(
    'replacements:\n  - source: { kind: ConfigMap, name: settings, fieldPath: data.color }\n    targets:\n      - select: { kind: Deployment }\n        fieldPaths: ["spec.template.spec.containers.[name=web].env.[name=A].value", "spec.template.spec.containers.1.image"]\n',
  ),
  'a replacement with options': over(
    'replacements:\n  - source: { kind: ConfigMap, name: settings, fieldPath: data.color }\n    targets:\n      - select: { kind: Deployment, name: web }\n        fieldPaths: [spec.template.spec.containers.0.image]\n        options: { delimiter: ":", index: 1 }\n      - select: { kind: Service }\n        fieldPaths: [metadata.labels.color]\n        options: { create: true }\n',
  ),
  'a replacement of a map, and a reject': wide(
    'replacements:\n  - source: { kind: Deployment, name: web, fieldPath: metadata.labels }\n    targets:\n      - select: { version: v1 }\n        reject: [{ kind: Deployment }, { name: web }, { kind: StatefulSet, name: db }]\n        fieldPaths: [metadata.labels]\n        options: { create: true }\n',
  ),
  'a replacement in a file': over('replacements: [{ path: r.yaml }]\n', {
    'o/r.yaml':
      '- source: { kind: Service, name: web }\n  targets:\n    - select: { kind: ConfigMap }\n      fieldPaths: [data.color]\n',
  }),
  'a replacement of all items': over(
    'namePrefix: z-\nreplacements:\n  - source: { kind: Service, name: web, fieldPath: metadata.name }\n    targets:\n      - select: { kind: Deployment }\n        fieldPaths: ["spec.template.spec.containers.*.env.[name=A].value"]\n',
  ),
  vars: over(
    'vars:\n  - { name: SVC, objref: { kind: Service, name: web, apiVersion: v1 } }\n  - { name: COLOR, objref: { kind: ConfigMap, name: settings, apiVersion: v1 }, fieldref: { fieldPath: data.color } }\nnamePrefix: v-\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: replace, path: /spec/template/spec/containers/0/env/0/value, value: "http://$(SVC):80/$(COLOR)/$$(SVC)/$(NONE)" }\n',
  ),
};

const WEBHOOK = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: hook, annotations: { cert: $(NAME) } }
webhooks:
  - name: a.example
    clientConfig: { service: { name: web, namespace: system } }
---
apiVersion: example.com/v1
kind: App
metadata: { name: app }
spec: { image: "nginx:1", config: settings, replicas: 1 }
`;

const FIELDS = `nameReference:
  - kind: Service
    version: v1
    fieldSpecs:
      - { kind: MutatingWebhookConfiguration, path: webhooks/clientConfig/service/name }
  - { kind: ConfigMap, fieldSpecs: [{ kind: App, path: spec/config }] }
namespace:
  - { kind: MutatingWebhookConfiguration, path: webhooks/clientConfig/service/namespace, create: true }
varReference: [{ kind: App, path: spec/config }]
images: [{ kind: App, path: spec/image }]
commonLabels: [{ kind: App, path: spec/labels, create: true }]
commonAnnotations: [{ kind: App, path: spec/annotations, create: true }]
replicas: [{ kind: App, path: spec/replicas }]
`;

/** What a fuzzer found. */
const FOUND: Readonly<Record<string, OverlayFiles>> = {
  'null labels of a patch with a target': wide(
    'patches:\n  - target: {}\n    patch: |-\n      { apiVersion: v1, kind: Pod, metadata: { name: x, labels: { app: null }, annotations: { n: null } } }\n',
  ),
  'null labels of patches by name': over(
    'patchesStrategicMerge:\n  - |\n    { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, labels: { app: null } } }\npatches:\n  - options: { allowNameChange: true }\n    patch: |-\n      { apiVersion: v1, kind: Service, metadata: { name: web, labels: { app: null }, annotations: { n: null, m: {} } } }\n',
  ),
  'annotations of a patch that are no map': over(
    'patchesStrategicMerge:\n  - |\n    { apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web, annotations: null, labels: text } }\npatches:\n  - patch: |-\n      { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, labels: null } }\n',
  ),
  'a patch that removes the annotations of a renamed object': wide(
    'namePrefix: p-\npatches:\n  - patch: |-\n      { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, annotations: null } }\n',
    { 'b/kustomization.yaml': `${WIDE['b/kustomization.yaml']}nameSuffix: -b\n` },
  ),
  'a replacement in a kind without a namespace': over(
    'replacements:\n  - source: { kind: ConfigMap, name: settings }\n    targets: [{ select: { kind: ClusterRole, namespace: two }, fieldPaths: [metadata.labels.app] }]\n',
    {
      'b/kustomization.yaml': 'resources: [deployment.yaml, rest.yaml, role.yaml]\n',
      'b/role.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r, namespace: two, labels: { app: old } }\nrules: []\n',
    },
  ),
  'a patch after a replacement with a number': over(
    'patches:\n  - patch: |-\n      { apiVersion: v1, kind: Service, metadata: { name: web }, spec: { type: NodePort } }\ncomponents: [../c]\n',
    {
      'c/kustomization.yaml':
        'kind: Component\nconfigMapGenerator: [{ name: port, literals: ["n=80"] }]\nreplacements:\n  - source: { kind: ConfigMap, name: port, fieldPath: data.n }\n    targets: [{ select: { kind: Service }, fieldPaths: [spec.made], options: { create: true } }]\n',
    },
  ),
  'a patch of an object that repeats items': {
    'b/kustomization.yaml': 'resources: [d.yaml]\n',
    'b/d.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: a
          env: [{ name: A, value: "1" }, { name: B, value: "2" }, { name: A, value: "3" }]
          ports: [{ containerPort: 53, protocol: UDP }, { containerPort: 53 }]
        - name: b
          env: [{ name: A, value: "1" }, { name: B, value: "2" }, { name: A, value: "3" }]
`,
    'o/kustomization.yaml':
      'resources: [../b]\npatches:\n  - patch: |-\n      { apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { template: { spec: { containers: [{ name: b, env: [{ name: Z }, { name: A, value: "9" }] }] } } } }\n',
  },
  'a patch that replaces a whole object': over(
    'patches:\n  - patch: |-\n      { $patch: replace, apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { x: y } }\n',
  ),
  'a Secret without data': over('secretGenerator:\n  - name: made\n'),
  'a ConfigMap without a hash that is merged': {
    ...BASE,
    'b/kustomization.yaml':
      'resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [a=1]\n    options: { disableNameSuffixHash: true }\n',
    'o/kustomization.yaml':
      'resources: [../b]\nconfigMapGenerator:\n  - name: settings\n    behavior: merge\n    literals: [color=red]\n',
  },
  'a JSON patch of all that its name matches': wide(
    'patchesJson6902:\n  - target: { kind: Deployment, name: w.* }\n    patch: |\n      - op: add\n        path: /metadata/labels/x\n        value: |\n          y\n',
  ),
  'an annotation of an object without annotations': wide(
    'patches:\n  - target: { kind: Service }\n    patch: |-\n      - { op: add, path: /metadata/annotations/a~1b, value: x }\n',
  ),
  'builtin plugins': wide(
    'transformers:\n  - p.yaml\n  - |\n    apiVersion: builtin\n    kind: PatchJson6902Transformer\n    metadata: { name: b }\n    target: { kind: Service, name: web }\n    jsonOp: |\n      [{ "op": "add", "path": "/spec/type", "value": "NodePort" }]\ngenerators: [g.yaml]\nnamePrefix: p-\n',
    {
      'o/p.yaml': `apiVersion: builtin
kind: PatchTransformer
metadata: { name: a }
target: { kind: Deployment }
patch: |
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: x }
  spec: { template: { spec: { hostPID: true } } }
---
apiVersion: builtin
kind: ReplacementTransformer
metadata: { name: c }
replacements:
  - source: { kind: Service, name: web }
    targets: [{ select: { kind: Deployment }, fieldPaths: [spec.template.spec.containers.0.env.0.value] }]
`,
      'o/g.yaml': `apiVersion: builtin
kind: ConfigMapGenerator
metadata: { name: made }
literals: [a=1]
---
apiVersion: builtin
kind: SecretGenerator
metadata: { name: hidden }
literals: [a=1]
options: { disableNameSuffixHash: true }
`,
    },
  ),
  'configurations of a base': {
    ...WIDE,
    'm/kustomization.yaml': 'resources: [../b, hook.yaml]\nconfigurations: [fields.yaml]\n',
    'm/hook.yaml': WEBHOOK,
    'm/fields.yaml': FIELDS,
    'o/kustomization.yaml':
      'resources: [../m]\nnamePrefix: p-\nnamespace: ns9\ncommonLabels: { l: a }\ncommonAnnotations: { a: b }\nreplicas: [{ name: app, count: 3 }]\nimages: [{ name: nginx, newTag: "2" }]\nvars: [{ name: NAME, objref: { apiVersion: v1, kind: Service, name: web } }]\n',
  },
  'a suffix of tags': over('images: [{ name: nginx, tagSuffix: -x }]\n'),
  'labels that are added twice': wide('commonLabels: { team: a }\n', {
    'o/kustomization.yaml': 'resources: [../m]\nlabels: [{ pairs: { team: b } }]\n',
    'm/kustomization.yaml': 'resources: [../b]\ncommonLabels: { team: a }\n',
  }),
};

/** Overlays that Kustomize renders. */
export const OVERLAYS: Readonly<Record<string, OverlayFiles>> = {
  ...MERGED,
  ...TRANSFORMED,
  ...GENERATED,
  ...REPLACED,
  ...FOUND,
};
