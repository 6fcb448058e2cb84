import { type Files, planted, type Spot, TOKEN } from './spot.js';

const named = (
  name: string,
  by: RegExp,
  path: string,
  text: string,
  fine = '# nothing\n',
): Spot => ({
  ...planted(name, by, (it) => ({ [path]: it }), [text, fine]),
  onlyAdded: true,
});
const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
const TASK = {
  family: 'a',
  containerDefinitions: [{ name: 'a', image: 'a', privileged: true, memory: 1, essential: true }],
};

const FLUX =
  'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a }\nspec: { interval: 1m, path: ./apps, prune: true, sourceRef: { kind: GitRepository, name: a }';

/** Formats that start containers. */
export const FORMATS: readonly Spot[] = [
  named(
    'a service of Compose that a program of the host starts',
    /provider/,
    'compose.yaml',
    'services: { db: { provider: { type: evil } } }\n',
    'services: {}\n',
  ),
  named(
    'a manifest in a ConfigMap',
    /ConfigMap with manifests/,
    'a.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  pod.yaml: |\n    apiVersion: v1\n    kind: Pod\n    spec:\n      containers: [{ name: c, image: a, securityContext: { privileged: true } }]\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: b }\n',
  ),
  named(
    'a patch of a Flux Kustomization',
    /Flux or Argo CD/,
    'flux.yaml',
    `${FLUX}, patches: [{ patch: "- op: add" }] }\n`,
    `${FLUX} }\n`,
  ),
  named(
    'a chart that Argo CD installs',
    /Flux or Argo CD/,
    'app.yaml',
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { source: { chart: a, repoURL: "https://a.example", targetRevision: "1" } }\n',
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
  ),
  named(
    'a cluster of kind',
    /kind cluster/,
    'kind.yaml',
    'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: worker, extraMounts: [{ hostPath: /, containerPath: /host }] }]\n',
    'a: b\n',
  ),
  named('an ECS task definition', /ECS|DEP-PRIV/, 'task.json', json(TASK), '{}\n'),
  named(
    'an ECS task definition with the extension of a text',
    /ECS|DEP-PRIV/,
    'ecs/task.txt',
    json(TASK),
    '{}\n',
  ),
  named('an ECS task definition without extension', /ECS|DEP-PRIV/, 'ecs/task', json(TASK), '{}\n'),
  named(
    'an ECS task definition in YAML',
    /ECS|DEP-PRIV/,
    'task.yaml',
    `family: a\ncontainerDefinitions:\n  - { name: a, image: a, privileged: true, memory: 1 }\n`,
    'a: b\n',
  ),
  named(
    'a devcontainer',
    /[Dd]ev ?[Cc]ontainer|DEP-/,
    '.devcontainer/devcontainer.json',
    '{ "image": "a", "privileged": true, "runArgs": ["--privileged"] }\n',
    '{}\n',
  ),
  named(
    'a devcontainer in a folder',
    /[Dd]ev ?[Cc]ontainer|DEP-/,
    '.devcontainer/web/devcontainer.json',
    '{ // c\n "image": "a", "mounts": ["source=/,target=/h,type=bind"], }\n',
    '{}\n',
  ),
  named(
    'a devcontainer in the root',
    /[Dd]ev ?[Cc]ontainer|DEP-/,
    '.devcontainer.json',
    '{ "image": "a", "capAdd": ["ALL"] }\n',
    '{}\n',
  ),
  named(
    'a quadlet',
    /uadlet|DEP-/,
    'web.container',
    '[Container]\nImage=a\nPodmanArgs=--privileged\n',
  ),
  named('a quadlet of a pod', /uadlet|DEP-/, 'web.kube', '[Kube]\nYaml=a.txt\n'),
  named(
    'a quadlet with another ending',
    /uadlet|DEP-/,
    'web.container.in',
    '[Container]\nImage=a\nAddCapability=ALL\n',
  ),
  named(
    'a unit of systemd',
    /systemd|DEP-PRIV|privileged/,
    'a.service',
    '[Service]\nExecStart=/usr/bin/docker run --privileged a\n',
  ),
  named(
    'a job of Nomad',
    /Nomad/,
    'a.nomad',
    'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a"\n        privileged = true\n      }\n    }\n  }\n}\n',
  ),
  named(
    'a job of Nomad with another ending',
    /Nomad/,
    'job.hcl',
    'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a"\n        privileged = true\n      }\n    }\n  }\n}\n',
  ),
  (
    named(
      'Terraform with a container',
      /Terraform/,
      'a.tf',
      'resource "docker_container" "a" {\n  image = "a"\n  privileged = true\n}\n',
    ),
  ),
  (
    named(
      'Terraform with a pod',
      /Terraform/,
      'a.tf',
      'resource "kubernetes_pod" "a" {\n  spec {\n    container {\n      image = "a"\n    }\n  }\n}\n',
    ),
  ),
  (
    named(
      'Terraform in JSON',
      /Terraform/,
      'a.tf.json',
      json({ resource: { docker_container: { a: { image: 'a', privileged: true } } } }),
      '{}\n',
    ),
  ),
  (
    named(
      'CloudFormation',
      /CloudFormation/,
      'stack.yaml',
      'Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: { ContainerDefinitions: [{ Name: a, Image: a, Privileged: true }] }\n',
      'a: b\n',
    ),
  ),
  (
    named(
      'CloudFormation with another ending',
      /CloudFormation/,
      'stack.template',
      'Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: { ContainerDefinitions: [{ Name: a, Image: a, Privileged: true }] }\n',
      'a: b\n',
    ),
  ),
  (
    named(
      'a playbook of Ansible',
      /Ansible/,
      'play.yml',
      '- hosts: all\n  tasks:\n    - community.docker.docker_container: { name: a, image: a, privileged: true }\n',
      '- hosts: all\n',
    ),
  ),
  named(
    'Skaffold',
    /Skaffold/,
    'skaffold.yaml',
    'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: { artifacts: [{ image: a }] }\n',
    'a: b\n',
  ),
  named('a Tiltfile', /Tilt/, 'Tiltfile', "docker_build('a', '.')\n"),
  named(
    'GitLab',
    /GitLab/,
    '.gitlab-ci.yml',
    'a:\n  image: a\n  services: [docker:dind]\n  script: [docker run --privileged a]\n',
    'a: b\n',
  ),
  (
    named(
      'a Jenkinsfile',
      /Jenkins/,
      'Jenkinsfile',
      "pipeline {\n  agent { docker { image 'a'\n args '--privileged' } }\n}\n",
    ),
  ),
  (
    named(
      'CircleCI',
      /CircleCI/,
      '.circleci/config.yml',
      'version: 2.1\njobs: { a: { docker: [{ image: a }], steps: [checkout] } }\n',
      'version: 2.1\n',
    ),
  ),
  (
    named(
      'Docker Swarm in Python',
      /Code that starts/,
      'start.py',
      "import docker\ndocker.from_env().containers.run('a', privileged=True)\n",
    ),
  ),
  {
    name: 'Pulumi',
    by: /Pulumi/,
    files: {
      'Pulumi.yaml': 'name: a\nruntime: nodejs\n',
      'index.ts':
        "import * as docker from '@pulumi/docker';\nnew docker.Container('a', { image: 'a', privileged: true });\n",
    },
    fine: { 'Pulumi.yaml': 'name: a\nruntime: nodejs\n' },
    onlyAdded: true,
  },
  (
    named(
      'CDK for Kubernetes',
      /Code that starts/,
      'main.ts',
      "import { KubeDeployment } from './imports/k8s';\nimport { App, Chart } from 'cdk8s';\nnew App();\n",
    ),
  ),
  named(
    'Jsonnet',
    /DEP-PRIV|[Jj]sonnet/,
    'a.jsonnet',
    "{ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'a', securityContext: { privileged: true } }] } }\n",
  ),
  (
    named(
      'CUE',
      /CUE, KCL/,
      'a.cue',
      'package a\napiVersion: "v1"\nkind: "Pod"\nspec: containers: [{ name: "a", image: "a", securityContext: privileged: true }]\n',
    ),
  ),
  (
    named(
      'KCL',
      /CUE, KCL/,
      'main.k',
      'apiVersion = "v1"\nkind = "Pod"\nspec.containers = [{ name = "a", image = "a" }]\n',
    ),
  ),
  (
    named(
      'Dhall',
      /CUE, KCL/,
      'a.dhall',
      'let k = https://raw.githubusercontent.com/dhall-lang/dhall-kubernetes/master/package.dhall\nin k.Pod::{ spec = Some k.PodSpec::{ containers = [] : List k.Container.Type } }\n',
    ),
  ),
  (
    named(
      'Vagrant',
      /Vagrant/,
      'Vagrantfile',
      "Vagrant.configure('2') do |config|\n  config.vm.provider 'docker' do |d|\n    d.image = 'a'\n    d.create_args = ['--privileged']\n  end\nend\n",
    ),
  ),
  named(
    'LXC',
    /LXC/,
    'lxc/a.conf',
    'lxc.include = /usr/share/lxc/config/nesting.conf\nlxc.apparmor.profile = unconfined\nlxc.rootfs.path = dir:/a\n',
  ),
  named(
    'Apptainer',
    /Apptainer|Singularity/,
    'a.def',
    'Bootstrap: docker\nFrom: a\n%post\n  curl -s https://a.example/x | sh\n',
  ),
  named('Fly.io', /[Ff]ly/, 'fly.toml', 'app = "a"\n[build]\nimage = "a"\n'),
  named(
    'Cloud Run',
    /Cloud Run|Knative|DEP-/,
    'service.yaml',
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: a, annotations: { run.googleapis.com/launch-stage: BETA } }\nspec: { template: { spec: { containers: [{ image: a }] } } }\n',
    'a: b\n',
  ),
  (
    named(
      'Azure Container Apps',
      /Bicep/,
      'app.bicep',
      "resource a 'Microsoft.App/containerApps@2024-03-01' = {\n  name: 'a'\n  properties: { template: { containers: [{ image: 'a' }] } }\n}\n",
    ),
  ),
  (named('a Procfile', /Procfile/, 'Procfile', 'web: docker run --privileged a\n')),
  named(
    'an Elastic Beanstalk definition',
    /ECS|Beanstalk/,
    'Dockerrun.aws.json',
    json({
      AWSEBDockerrunVersion: 2,
      containerDefinitions: [{ name: 'a', image: 'a', privileged: true }],
    }),
    '{}\n',
  ),
  named(
    'App Runner',
    /App Runner/,
    'apprunner.yaml',
    'version: 1.0\nruntime: python3\nbuild: { commands: { build: [make] } }\nrun: { command: a }\n',
    'a: b\n',
  ),
  named(
    'mirrord and docker contexts',
    /daemon|engine|DEP-/,
    'daemon.json',
    json({ 'insecure-registries': ['a.example'], hosts: ['tcp://0.0.0.0:2375'] }),
    '{}\n',
  ),
];

const changed = (
  name: string,
  path: string,
  text: (token: string) => string | Uint8Array,
): Spot => ({
  ...planted(name, ['github-token'], (token) => ({ [path]: text(token) }) as Files, [TOKEN, 'abc']),
  onlyAdded: true,
});

/** A token in a file that a change adds, of any kind. */
export const TEXTS: readonly Spot[] = [
  changed('source code', 'src/a.py', (token) => `t = "${token}"\n`),
  changed('a page', 'docs/a.md', (token) => `Use ${token}.\n`),
  changed('a binary name', 'data/a.bin', (token) => `t=${token}\n`),
  changed('a name of data', 'data/a.dat', (token) => `t=${token}\n`),
  changed('the name of a picture', 'a.png', (token) => `t=${token}\n`),
  changed('the name of an archive', 'a.zip', (token) => `t=${token}\n`),
  changed('a file without a name of its own', '.x', (token) => `t=${token}\n`),
  changed('UTF-16', 'a.txt', (token) => Buffer.from(`\ufefft=${token}\n`, 'utf16le')),
  changed('bytes that are no UTF-8', 'a.ini', (token) =>
    Buffer.concat([Buffer.from([0xe9, 10]), Buffer.from(`t=${token}\n`)]),
  ),
  changed('a NUL', 'a.log', (token) => `a\0b\nt=${token}\n`),
  changed('a long line', 'a.min.js', (token) => `x="${'a,'.repeat(100_000)}";t="${token}"\n`),
  changed('vendored code', 'vendor/a/a.go', (token) => `t := "${token}"\n`),
  changed('a folder of packages', 'node_modules/a/index.js', (token) => `t = "${token}"\n`),
  changed('a fixture', '__tests__/fixtures/a.json', (token) => `{"t":"${token}"}\n`),
  changed('a notebook', 'a.ipynb', (token) => `{"cells":[{"source":["t='${token}'"]}]}\n`),
  changed('a certificate', 'a.pem', (token) => `${token}\n`),
  changed('a lock file', 'package-lock.json', (token) => `{"x":"https://${token}@a.example"}\n`),
  changed('a picture of vectors', 'a.svg', (token) => `<svg><!-- ${token} --></svg>\n`),
  changed('a map', 'a.js.map', (token) => `{"t":"${token}"}\n`),
  changed('a placeholder before it', 'a.conf', (token) => `placeholder="${token}"\n`),
  changed('a name of an example before it', 'a.cfg', (token) => `example_token: ${token}\n`),
  changed(
    'a file of Git',
    '.gitmodules',
    (token) => `[submodule "a"]\n\tpath = a\n\turl = https://${token}@github.com/a/b\n`,
  ),
  changed('a name with a line break', 'a\nb.txt', (token) => `t=${token}\n`),
  changed('a name in capitals', 'README', (token) => `t=${token}\n`),
  changed('many lines above', 'a.csv', (token) => `${'a,b,c\n'.repeat(200_000)}t,${token}\n`),
  changed(
    'a file of the policy',
    '.github/portside.yml',
    (token) => `# ${token}\nfail-on: { severity: medium }\n`,
  ),
  changed('the ignore file of Docker', '.dockerignore', (token) => `# ${token}\n`),
  changed('a table of CSV in capitals', 'A.CSV', (token) => `t,${token}\n`),
  changed('a script', 'a.ps1', (token) => `$t = '${token}'\n`),
  changed('a dump', 'dump.sql', (token) => `INSERT INTO t VALUES ('${token}');\n`),
  changed('a Dockerfile in a page', 'a.html', (token) => `<pre>ENV T=${token}</pre>\n`),
  changed('a plist', 'a.plist', (token) => `<plist><string>${token}</string></plist>\n`),
];
