import { lineAt, madeUpToken } from './repository.mjs';
import {
  containers,
  isBlockMap,
  isScalar,
  isSeq,
  jobs,
  objectFiles,
  withEntry,
  withNode,
} from './yaml-files.mjs';

/** Harmful changes of objects of Kubernetes and of workflows. As `harmfulCompose`. */
export const harmfulKubernetes = {
  'kubernetes: privileged': security('privileged: true', ['DEP-PRIV']),
  'kubernetes: privilege escalation': withBench((repository) =>
    repository.first(containers(repository), 'escalation', ({ file, map }) => {
      const node = map.getIn(['securityContext', 'allowPrivilegeEscalation'], true);
      if (!isScalar(node) || node.value !== false) return undefined;
      repository.write(file.path, withNode(file.text, node, 'true'));
      return { file: file.path, line: lineAt(file.text, node.range[0]), rules: ['DEP-NNP'] };
    }),
  ),
  'kubernetes: user root': security('runAsUser: 0', ['DEP-UID0']),
  'kubernetes: capability': security('capabilities: { add: [SYS_ADMIN] }', ['DEP-CAPADD']),
  'kubernetes: seccomp is off': security('seccompProfile: { type: Unconfined }', [
    'DEP-SECCOMP-OFF',
  ]),
  'kubernetes: /proc is not masked': security('procMount: Unmasked', ['DEP-PROCMOUNT']),
  'kubernetes: network of the host': podEntry(
    'hostNetwork',
    ['hostNetwork: true'],
    ['DEP-HOSTNET'],
  ),
  'kubernetes: processes of the host': podEntry('hostPID', ['hostPID: true'], ['DEP-HOSTPID']),
  'kubernetes: IPC of the host': podEntry('hostIPC', ['hostIPC: true'], ['DEP-HOSTIPC']),
  'kubernetes: shared processes': podEntry(
    'shareProcessNamespace',
    ['shareProcessNamespace: true'],
    ['DEP-SHAREPID'],
  ),
  'kubernetes: root of the host': podEntry(
    'volumes',
    ['volumes:', '  - name: bench-host', '    hostPath: { path: / }'],
    ['DEP-HOSTPATH-SENS', 'DEP-HOSTPATH'],
  ),
  'kubernetes: socket of the engine': podEntry(
    'volumes',
    ['volumes:', '  - name: bench-host', '    hostPath: { path: /var/run/docker.sock }'],
    ['DEP-SOCK'],
  ),
  'kubernetes: token in the environment': withBench((repository) =>
    repository.first(containers(repository), 'token', ({ file, map }) => {
      if (map.has('env')) return undefined;
      const lines = ['env:', '  - name: NPM_TOKEN', `    value: ${madeUpToken(repository.name)}`];
      return added(repository, file, map, lines, ['DEP-ENVSECRET', 'npm-token']);
    }),
  ),
  'kubernetes: tag latest': withBench((repository) =>
    repository.first(containers(repository), 'latest', ({ file, map }) => {
      const node = map.get('image', true);
      if (!isScalar(node) || !/:[\w.-]*\d[\w.-]*$/.test(node.value)) return undefined;
      repository.write(
        file.path,
        withNode(file.text, node, String(node.value).replace(/:[^:]*$/, ':latest')),
      );
      return { file: file.path, line: lineAt(file.text, node.range[0]), rules: ['DEP-LATEST'] };
    }),
  ),
  'kubernetes: every permission': withBench((repository) =>
    repository.first(
      objectFiles(repository).flatMap((file) => rolesIn(file)),
      'wildcard',
      ({ file, rules }) => {
        const verbs = isBlockMap(rules.items[0]) && rules.items[0].get('verbs', true);
        if (!isSeq(verbs) || !verbs.flow) return undefined;
        repository.write(file.path, withNode(file.text, verbs, '["*"]'));
        return {
          file: file.path,
          line: lineAt(file.text, verbs.range[0]),
          rules: ['DEP-RBAC-WILD'],
        };
      },
    ),
  ),
  'kubernetes: cluster-admin': withBench((repository) => {
    const path = 'bench-deploy/binding.yaml';
    repository.write(
      path,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: bench }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: bench, namespace: bench }]
`,
    );
    return { file: path, line: 1, to: 5, rules: ['DEP-CLUSTERADMIN'] };
  }),
  'kubernetes: patch of an overlay lost': {
    prepare: (repository) => overlays(repository, { privileged: true, patched: true }),
    apply: (repository) => {
      overlays(repository, { privileged: true, patched: false });
      return {
        file: 'bench-overlays/base/deployment.yaml',
        line: 28,
        rules: ['DEP-PRIV'],
        variant: 'prod',
      };
    },
  },
  'kubernetes: privileged in two overlays': {
    prepare: (repository) => overlays(repository, { privileged: false, patched: false }),
    apply: (repository) => {
      overlays(repository, { privileged: true, patched: false });
      return {
        file: 'bench-overlays/base/deployment.yaml',
        line: 28,
        rules: ['DEP-PRIV'],
        variant: 'bench-overlays/prod',
      };
    },
  },
  'workflow: untrusted text in a script': building((repository) =>
    repository.first(buildingJobs(repository), 'inject', ({ file, pair }) => {
      if (!/pull_request/.test(file.text)) return undefined;
      const line = `- run: echo "\${{ github.event.pull_request.title }}"`;
      return stepAdded(repository, file, pair.value, line, ['GHA-INJECT']);
    }),
  ),
  'workflow: action is not pinned': building((repository) => unpinned(repository, 'left')),
  'workflow: another action is not pinned': {
    prepare: (repository) => {
      addBuild(repository);
      return unpinned(repository, 'left');
    },
    apply: (repository) => {
      const path = repository
        .files(/^\.github\/workflows\//)
        .find((one) => repository.read(one).includes('left-action@main'));
      if (!path) return undefined;
      const text = repository.read(path);
      repository.write(path, text.replace('example/left-action@main', 'example/other-action@main'));
      const line = lineAt(text, text.indexOf('example/left-action'));
      return { file: path, line, rules: ['GHA-PIN'], replaces: true };
    },
  },
  'workflow: token may write everything': {
    prepare: (repository) => {
      addBuild(repository);
      return repository.first(buildingJobs(repository), 'permissions', ({ file, pair }) => {
        if (pair.value.has('permissions') || pair.value.has('uses')) return undefined;
        return added(repository, file, pair.value, [LIMITED], []);
      });
    },
    apply: (repository) =>
      repository.first(buildingJobs(repository), 'permissions', ({ file, pair }) => {
        const node = pair.value.get('permissions', true);
        if (!node?.range || !file.text.includes(LIMITED)) return undefined;
        repository.write(file.path, file.text.replace(LIMITED, 'permissions: write-all'));
        const line = lineAt(file.text, file.text.indexOf(LIMITED));
        return { file: file.path, line, rules: ['GHA-TOKEN'] };
      }),
  },
  'workflow: untrusted code with secrets': (repository) => {
    const path = '.github/workflows/bench.yml';
    repository.write(
      path,
      `on: pull_request_target
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
          ref: \${{ github.event.pull_request.head.sha }}
      - run: docker build .
`,
    );
    return { file: path, line: 1, to: 12, rules: ['GHA-HEAD'] };
  },
};

const LIMITED = 'permissions: { contents: read }';

/** Adds an entry to the security context of a container, which may not be there yet. */
function security(line, rules) {
  const key = line.split(':')[0];
  return withBench((repository) =>
    repository.first(containers(repository), key, ({ file, map, pod }) => {
      const context = map.get('securityContext');
      if (pod.has('os')) return undefined;
      if (context === undefined)
        return added(repository, file, map, ['securityContext:', `  ${line}`], rules);
      if (!isBlockMap(context) || context.has(key)) return undefined;
      return added(repository, file, context, [line], rules);
    }),
  );
}

function podEntry(key, lines, rules) {
  return withBench((repository) =>
    repository.first(containers(repository), lines.join(' '), ({ file, pod }) => {
      if (!isBlockMap(pod) || pod.has(key)) return undefined;
      return added(repository, file, pod, lines, rules);
    }),
  );
}

function added(repository, file, map, lines, rules) {
  const { text, line } = withEntry(file.text, map, lines);
  repository.write(file.path, text);
  return { file: file.path, line, to: line + lines.length - 1, rules };
}

function stepAdded(repository, file, job, line, rules) {
  const steps = job.get('steps');
  if (!isSeq(steps) || steps.flow || !steps.items[0]?.range) return undefined;
  const start = file.text.lastIndexOf('\n', steps.items[0].range[0]) + 1;
  const indent = /^\s*/.exec(file.text.slice(start))[0];
  if (file.text[start + indent.length] !== '-') return undefined;
  repository.write(
    file.path,
    `${file.text.slice(0, start)}${indent}${line}\n${file.text.slice(start)}`,
  );
  return { file: file.path, line: lineAt(file.text, start), rules };
}

/** Only workflows that build images are checked: the base gets one that does. */
function building(apply) {
  return { apply, prepare: addBuild, isOptional: true };
}

function addBuild(repository) {
  if (buildingJobs(repository).length > 0) return undefined;
  return repository.first(jobs(repository), 'build', ({ file, pair }) =>
    stepAdded(repository, file, pair.value, '- run: docker build .', []),
  );
}

function buildingJobs(repository) {
  return jobs(repository).filter(({ file }) =>
    /docker (?:buildx )?build |build-push-action/.test(file.text),
  );
}

function unpinned(repository, name) {
  return repository.first(buildingJobs(repository), 'pin', ({ file, pair }) =>
    stepAdded(repository, file, pair.value, `- uses: example/${name}-action@main`, ['GHA-PIN']),
  );
}

function rolesIn(file) {
  return file.documents
    .filter(
      (document) =>
        /^(?:Cluster)?Role$/.test(document.get?.('kind')) && isSeq(document.get('rules')),
    )
    .map((document) => ({
      id: `${file.path} ${document.getIn(['metadata', 'name'])}`,
      file,
      rules: document.get('rules'),
    }));
}

/** In a repository without workloads the base gets one, so that each kind meets other files around it. */
function withBench(apply) {
  return {
    apply,
    prepare: (repository) => {
      if (containers(repository).length > 0) return undefined;
      repository.write('bench-deploy/app.yaml', DEPLOYMENT + ROLE);
      return { file: 'bench-deploy/app.yaml' };
    },
    isOptional: true,
    share: 4,
  };
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2
  selector:
    matchLabels:
      app: app
  template:
    metadata:
      labels:
        app: app
    spec:
      automountServiceAccountToken: false
      containers:
        - name: app
          image: registry.example.com/team/app:1.2.3
          ports:
            - containerPort: 8080
          resources:
            limits:
              memory: 128Mi
          securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: true
            allowPrivilegeEscalation: false
`;

const ROLE = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
rules:
  - apiGroups: ["example.com"]
    resources: ["widgets"]
    verbs: ["get", "list"]
`;

/** A base with two overlays: dev takes it as it is, prod may take the privilege away. */
function overlays(repository, { privileged, patched }) {
  const line = privileged ? '            privileged: true\n' : '';
  repository.write('bench-overlays/base/deployment.yaml', DEPLOYMENT + line);
  repository.write('bench-overlays/base/kustomization.yaml', 'resources:\n  - deployment.yaml\n');
  repository.write(
    'bench-overlays/dev/kustomization.yaml',
    'namePrefix: dev-\nresources:\n  - ../base\n',
  );
  const patch = `patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: app }
      spec:
        template:
          spec:
            containers:
              - name: app
                securityContext: { privileged: false }
`;
  const prod = `namePrefix: prod-\nresources:\n  - ../base\n${patched ? patch : ''}`;
  repository.write('bench-overlays/prod/kustomization.yaml', prod);
  return { file: 'bench-overlays/base/deployment.yaml' };
}
