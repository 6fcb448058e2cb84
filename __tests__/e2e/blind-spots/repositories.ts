import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allowed, type BlindSpot, type Content, DOCKERFILE, policy } from './blind-spot.js';

const POLICY = { '.github/portside.yml': policy() };
const CHECK = ['check', '--offline', '.'];

const link =
  (target: string): Content =>
  (path) =>
    symlinkSync(target, path);
const fifo: Content = (path) => void spawnSync('mkfifo', [path]);
const deepFolder: Content = (path) => {
  const deep = join(path, ...Array.from({ length: 70 }, (_, i) => `d${i}`));
  mkdirSync(dirname(deep), { recursive: true });
};

/** Dockerfiles that cannot be read, or only in part. */
export const DOCKERFILES: readonly BlindSpot[] = [
  {
    name: 'a Jinja template of a Dockerfile',
    files: { ...POLICY, Dockerfile: DOCKERFILE, 'docker/Dockerfile.j2': 'FROM {{ base }}\n' },
    args: CHECK,
    names: /docker\/Dockerfile\.j2.*template/,
    filled: { files: allowed('lint', 'docker/*.j2') },
  },
  {
    name: 'a template that is called Dockerfile',
    files: { ...POLICY, Dockerfile: 'FROM alpine:{{ version }}\nUSER 1000\n' },
    args: CHECK,
    names: /Dockerfile.*template/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'a link to a Dockerfile that is missing',
    files: { ...POLICY, Dockerfile: DOCKERFILE, 'api/Dockerfile': link('../missing') },
    args: CHECK,
    names: /api\/Dockerfile/,
    filled: { files: { 'api/Dockerfile': DOCKERFILE } },
  },
  {
    name: 'a named pipe instead of a Dockerfile',
    files: { ...POLICY, Dockerfile: DOCKERFILE, 'api/Dockerfile': fifo },
    args: CHECK,
    names: /api\/Dockerfile/,
    filled: { files: { 'api/Dockerfile': DOCKERFILE } },
  },
  {
    name: 'a link to a Dockerfile outside the repository',
    files: { ...POLICY, Dockerfile: DOCKERFILE, 'api/Dockerfile': link('/etc/hostname') },
    args: CHECK,
    names: /api\/Dockerfile/,
    filled: { files: { 'api/Dockerfile': DOCKERFILE } },
  },
  {
    name: 'a Dockerfile with bytes that are no UTF-8',
    files: {
      ...POLICY,
      Dockerfile: Buffer.concat([Buffer.from(DOCKERFILE), Buffer.from([0xff, 0xfe, 0x00, 0x41])]),
    },
    args: CHECK,
    names: /DL1000.*"startLine":3/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'a Dockerfile larger than the bound',
    files: { ...POLICY, Dockerfile: `${DOCKERFILE}# ${'x'.repeat(20_000_000)}\n` },
    args: CHECK,
    names: /Dockerfile.*(larger|size|MB|MiB)/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'arguments that expand to more text than the bound',
    files: {
      ...POLICY,
      Dockerfile: `ARG A0=xxxxxxxxxx\n${Array.from({ length: 18 }, (_, i) => `ARG A${i + 1}=$A${i}$A${i}$A${i}`).join('\n')}\nFROM debian:13-slim\nUSER 1000\nLABEL a=$A18\n`,
    },
    args: CHECK,
    names: /Dockerfile.*(expan|characters)/,
    filled: { files: { Dockerfile: `ARG A0=x\n${DOCKERFILE}` } },
  },
  {
    name: 'a shell command that nests deeper than the bound',
    files: {
      ...POLICY,
      Dockerfile: `FROM debian:13-slim\nRUN ${'{ '.repeat(5000)}true${'; }'.repeat(5000)}\nUSER 1000\n`,
    },
    args: CHECK,
    names: /Dockerfile.*(nest|deep|depth)/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'an instruction that does not exist',
    files: { ...POLICY, Dockerfile: `${DOCKERFILE}INSTALL curl\n` },
    args: CHECK,
    names: /DL1000/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'a Dockerfile without instructions',
    files: { ...POLICY, Dockerfile: '# nothing\n' },
    args: CHECK,
    names: /Dockerfile/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'folders that nest deeper than the bound',
    files: { ...POLICY, Dockerfile: DOCKERFILE, deep: deepFolder },
    args: CHECK,
    names: /deep\/.*(nest|deep)/,
    filled: { files: { deep: null } },
  },
  {
    name: 'a repository with nothing to check',
    files: { ...POLICY, 'README.md': '# Tools\n' },
    args: CHECK,
    names: /nothing to lint or scan/,
    filled: { files: { Dockerfile: DOCKERFILE } },
  },
  {
    name: 'a file to lint that does not exist',
    files: { ...POLICY, Dockerfile: DOCKERFILE },
    args: ['lint', 'Dockerfiel'],
    names: /Dockerfiel/,
    filled: { args: ['lint', 'Dockerfile'] },
  },
  {
    name: '--dockerfile with a file that does not exist',
    files: { ...POLICY, Dockerfile: DOCKERFILE },
    args: ['check', '--offline', '--dockerfile', 'docker/Dockerfile', '.'],
    names: /docker\/Dockerfile/,
    filled: { args: ['check', '--offline', '--dockerfile', 'Dockerfile', '.'] },
  },
];

const variable = (name: string) => `$\{${name}}`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: web
          image: ghcr.io/acme/web:1.2.3
          resources: { limits: { memory: 64Mi, cpu: "1" }, requests: { memory: 64Mi, cpu: 100m } }
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
`;
export const COMPOSE = `services:
  web:
    image: ghcr.io/acme/web:1.2.3
    user: "1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
`;
const KUSTOMIZATION = 'resources: [deployment.yaml]\n';

/** Manifests that would have to be rendered first, that name something that is missing, or that have the wrong shape. */
export const MANIFESTS: readonly BlindSpot[] = [
  {
    name: 'a Helm chart',
    files: {
      ...POLICY,
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/web.yaml':
        'apiVersion: v1\nkind: Pod\nspec: {{ toYaml .Values.spec | nindent 2 }}\n',
      Dockerfile: DOCKERFILE,
    },
    args: CHECK,
    names: /chart.*Helm/,
    filled: { files: allowed('manifest', 'chart') },
  },
  {
    name: 'a patch of a kustomization',
    files: {
      ...POLICY,
      'k/kustomization.yaml': `${KUSTOMIZATION}patches: [{ path: patch.yaml }]\n`,
      'k/deployment.yaml': DEPLOYMENT,
      'k/patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [{ name: web, securityContext: { privileged: true } }] } } }\n',
    },
    args: CHECK,
    names: /k\/patch\.yaml|k\/kustomization\.yaml/,
    filled: { files: { 'k/kustomization.yaml': KUSTOMIZATION, 'k/patch.yaml': null } },
  },
  {
    name: 'a kustomization with a remote resource',
    files: {
      ...POLICY,
      'k/kustomization.yaml': 'resources: [deployment.yaml, "https://example.com/base.yaml"]\n',
      'k/deployment.yaml': DEPLOYMENT,
    },
    args: CHECK,
    names: /k\/kustomization\.yaml.*example\.com/,
    filled: { files: { 'k/kustomization.yaml': KUSTOMIZATION } },
  },
  {
    name: 'a kustomization with a missing resource',
    files: {
      ...POLICY,
      'k/kustomization.yaml': 'resources: [deployment.yaml, missing.yaml]\n',
      'k/deployment.yaml': DEPLOYMENT,
    },
    args: CHECK,
    names: /k\/kustomization\.yaml.*missing\.yaml/,
    filled: { files: { 'k/kustomization.yaml': KUSTOMIZATION } },
  },
  {
    name: 'a kustomization with a generator',
    files: {
      ...POLICY,
      'k/kustomization.yaml': `${KUSTOMIZATION}generators: [plugin.yaml]\n`,
      'k/deployment.yaml': DEPLOYMENT,
      'k/plugin.yaml': 'apiVersion: example.com/v1\nkind: Plugin\nmetadata: { name: p }\n',
    },
    args: CHECK,
    names: /k\/kustomization\.yaml.*the plugin Plugin/,
    filled: { files: { 'k/kustomization.yaml': KUSTOMIZATION } },
  },
  {
    name: 'a manifest with quoted values of Helm outside a chart',
    files: {
      ...POLICY,
      'web.yaml': DEPLOYMENT.replace('ghcr.io/acme/web:1.2.3', '"{{ .Values.image }}"'),
    },
    args: CHECK,
    names: /web\.yaml.*template/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'a manifest for ytt',
    files: { ...POLICY, 'web.yaml': `#@ load("@ytt:data", "data")\n${DEPLOYMENT}` },
    args: CHECK,
    names: /web\.yaml.*(ytt|template)/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'a manifest with variables of the shell',
    files: {
      ...POLICY,
      'web.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostNetwork: ${variable('HOST')}\n  containers: []\n`,
    },
    args: CHECK,
    names: /web\.yaml.*placeholder/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'containers that are no list',
    files: {
      ...POLICY,
      'web.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: { web: { image: "a:1", securityContext: { privileged: true } } } }\n',
    },
    args: CHECK,
    names: /web\.yaml.*containers/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'a workload with an empty spec',
    files: { ...POLICY, 'web.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n' },
    args: CHECK,
    names: /web\.yaml.*spec/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'a manifest that is no valid YAML',
    files: { ...POLICY, 'web.yaml': `${DEPLOYMENT}  - : [\n` },
    args: CHECK,
    names: /web\.yaml/,
    filled: { files: { 'web.yaml': DEPLOYMENT } },
  },
  {
    name: 'services of Compose that are a list',
    files: { ...POLICY, 'compose.yaml': 'services: [web]\n' },
    args: CHECK,
    names: /compose\.yaml.*services/,
    filled: { files: { 'compose.yaml': COMPOSE } },
  },
  {
    name: 'a Compose file that includes a missing file',
    files: { ...POLICY, 'compose.yaml': `include: [{ path: missing.yaml }]\n${COMPOSE}` },
    args: CHECK,
    names: /compose\.yaml.*missing\.yaml/,
    filled: { files: { 'compose.yaml': COMPOSE } },
  },
  {
    name: 'a Compose file that names a missing env_file',
    files: { ...POLICY, 'compose.yaml': `${COMPOSE}    env_file: [missing.env]\n` },
    args: CHECK,
    names: /compose\.yaml.*missing\.env/,
    filled: { files: { 'missing.env': 'MODE=production\n' } },
  },
  {
    name: 'a service that extends one of a missing file',
    files: {
      ...POLICY,
      'compose.yaml': `${COMPOSE}    extends: { file: common.yaml, service: base }\n`,
    },
    args: CHECK,
    names: /compose\.yaml.*common\.yaml/,
    filled: { files: { 'common.yaml': 'services: { base: { init: true } }\n' } },
  },
];
