/** A file of a format, and one that is alike and starts no container. */
export interface Example {
  readonly kind: string;
  readonly path: string;
  readonly text: string;
  readonly control: string;
  /** Files that both need. */
  readonly projectFiles?: Readonly<Record<string, string>>;
}

const yaml = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const json = (value: unknown) => JSON.stringify(value, undefined, 2);

/** Written for this test. */
export const EXAMPLES: readonly Example[] = [
  {
    kind: 'Amazon ECS task definition',
    path: 'deploy/task.json',
    text: json({ family: 'web', containerDefinitions: [{ name: 'web', image: 'acme/web:1' }] }),
    control: json({ family: 'web', description: 'containerDefinitions', image: 'acme/web:1' }),
  },
  {
    kind: 'AWS SAM template',
    path: 'sam.yaml',
    text: yaml(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Api:',
      '    Type: AWS::Serverless::Function',
      '    Properties: { PackageType: Image, MemorySize: !Ref Size }',
    ),
    control: yaml(
      'Transform: AWS::Serverless-2016-10-31',
      'Resources:',
      '  Api:',
      '    Type: AWS::Serverless::Function',
      '    Properties: { PackageType: Zip, Handler: !Ref Name }',
    ),
  },
  {
    kind: 'AWS CloudFormation template',
    path: 'stack.template',
    text: yaml(
      'Resources:',
      '  Task:',
      '    Type: AWS::ECS::TaskDefinition',
      '    Properties:',
      '      ContainerDefinitions: [{ Name: web, Image: !Sub "acme/web:1" }]',
    ),
    control: yaml('Resources:', '  Bucket:', '    Type: AWS::S3::Bucket'),
  },
  {
    kind: 'AWS Copilot manifest',
    path: 'copilot/web/manifest.yml',
    text: yaml('name: web', 'type: Load Balanced Web Service', 'image:', '  build: Dockerfile'),
    control: yaml('name: web', 'type: Static Site', 'files: [{ source: dist, image: logo }]'),
  },
  {
    kind: 'Elastic Beanstalk Dockerrun.aws.json',
    path: 'Dockerrun.aws.json',
    text: json({ AWSEBDockerrunVersion: '1', Image: { Name: 'acme/web:1' } }),
    control: json({ note: 'without AWSEBDockerrunVersion' }),
  },
  {
    kind: 'Serverless Framework service',
    path: 'serverless.yml',
    text: yaml('service: a', 'provider: { name: aws }', 'functions: { f: { image: acme/f:1 } }'),
    control: yaml(
      'service: a',
      'provider: { name: aws }',
      'functions: { images: { handler: f.g } }',
    ),
  },
  {
    kind: 'Azure Resource Manager template',
    path: 'azuredeploy.json',
    text: json({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      resources: [{ type: 'Microsoft.ContainerInstance/containerGroups', name: 'a' }],
    }),
    control: json({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      resources: [{ type: 'Microsoft.Storage/storageAccounts', name: 'a' }],
    }),
  },
  {
    kind: 'Bicep file',
    path: 'main.bicep',
    text: "resource app 'Microsoft.App/containerApps@2024-03-01' = {\n  name: 'a'\n}\n",
    control:
      "// resource app 'Microsoft.App/containerApps@2024-03-01'\nresource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n}\n",
  },
  {
    kind: 'Azure Container Apps YAML',
    path: 'app.yaml',
    text: yaml('properties:', '  template:', '    containers: [{ name: web, image: acme/web:1 }]'),
    control: yaml('properties:', '  template:', '    containers: [{ name: blob }]'),
  },
  {
    kind: 'Azure container group YAML',
    path: 'group.yaml',
    text: yaml('properties:', '  containers: [{ name: web, properties: { image: acme/web:1 } }]'),
    control: yaml(
      'properties:',
      '  containers: [{ name: logs, properties: { publicAccess: None } }]',
    ),
  },
  {
    kind: 'App Engine flexible environment configuration',
    path: 'app.yaml',
    text: yaml('runtime: python', 'env: flex', 'entrypoint: gunicorn main:app'),
    control: yaml('runtime: python312', 'env: standard'),
  },
  {
    kind: 'Terraform configuration',
    path: 'main.tf',
    text: 'resource "aws_ecs_task_definition" "web" {\n  family = "web"\n}\n',
    control: '# resource "aws_ecs_task_definition" "web" {}\nresource "aws_s3_bucket" "b" {\n}\n',
  },
  {
    kind: 'Terraform configuration',
    path: 'main.tf.json',
    text: json({ resource: { kubernetes_deployment_v1: { web: {} } } }),
    control: json({ resource: { aws_s3_bucket: { web: {} } } }),
  },
  {
    kind: 'Pulumi program',
    path: 'Pulumi.yaml',
    text: yaml(
      'name: a',
      'runtime: yaml',
      'resources:',
      '  web: { type: "kubernetes:apps/v1:Deployment" }',
    ),
    control: yaml('name: a', 'runtime: yaml', 'resources:', '  b: { type: "aws:s3:Bucket" }'),
  },
  {
    kind: 'Pulumi program',
    path: 'infra/index.ts',
    text: "import * as docker from '@pulumi/docker';\nnew docker.Image('web', {});\n",
    control: "import * as aws from '@pulumi/aws';\nnew aws.s3.Bucket('b');\n",
    projectFiles: { 'infra/Pulumi.yaml': 'name: a\nruntime: nodejs\n' },
  },
  {
    kind: 'AWS CDK app',
    path: 'cdk/lib/stack.ts',
    text: "task.addContainer('web', { image: ecs.ContainerImage.fromRegistry('acme/web:1') });\n",
    control: "new s3.Bucket(this, 'Images');\n",
    projectFiles: { 'cdk/cdk.json': '{ "app": "npx ts-node bin/app.ts" }' },
  },
  {
    kind: 'Heroku manifest (heroku.yml)',
    path: 'heroku.yml',
    text: yaml('build:', '  docker:', '    web: Dockerfile'),
    control: yaml('build:', '  languages: [nodejs]', '  docker: {}'),
  },
  {
    kind: 'Fly.io configuration',
    path: 'fly.toml',
    text: 'app = "web"\n\n[build]\n  image = "acme/web:1"\n',
    control: 'app = "insects"\n\n[wings]\ncount = 2\n',
  },
  {
    kind: 'Render Blueprint',
    path: 'render.yaml',
    text: yaml('services:', '  - type: web', '    name: api', '    runtime: docker'),
    control: yaml('services:', '  - type: web', '    name: api', '    runtime: static'),
  },
  {
    kind: 'Railway configuration',
    path: 'railway.toml',
    text: '[build]\nbuilder = "RAILPACK"\n',
    control: '[line]\nname = "north"\n',
  },
  {
    kind: 'Railway configuration',
    path: 'railway.json',
    text: json({ build: { builder: 'DOCKERFILE' } }),
    control: json({ stations: ['north'] }),
  },
  {
    kind: 'DigitalOcean App Platform spec',
    path: '.do/app.yaml',
    text: yaml('name: web', 'services:', '  - name: api', '    dockerfile_path: Dockerfile'),
    control: yaml('name: web', 'static_sites:', '  - name: page', '    output_dir: dist'),
  },
  {
    kind: 'Kamal configuration',
    path: 'config/deploy.yml',
    text: yaml('service: web', 'image: acme/web', 'servers: [192.0.2.1]'),
    control: yaml('service: web', 'servers: [192.0.2.1]', '# image: acme/web'),
  },
  {
    kind: 'Nomad job',
    path: 'web.nomad.hcl',
    text: 'job "web" {\n  group "a" {\n    task "b" {\n      driver = "docker"\n    }\n  }\n}\n',
    control:
      'job "web" {\n  group "a" {\n    task "docker" {\n      driver = "exec"\n    }\n  }\n}\n',
  },
  {
    kind: 'systemd unit with a container',
    path: 'web.service',
    text: '[Service]\nExecStart=/usr/bin/docker run --rm \\\n  acme/web:1\n',
    control: '[Unit]\nAfter=docker.service\n[Service]\nExecStart=/usr/bin/web run\n',
  },
  {
    kind: 'Podman Quadlet unit',
    path: 'web.container',
    text: '[Container]\nImage=docker.io/acme/web:1\n',
    control: '[Box]\nsize=3\n',
  },
  {
    kind: 'Ansible playbook or role',
    path: 'roles/web/tasks/main.yml',
    text: yaml(
      '- name: start',
      '  community.docker.docker_container:',
      '    name: web',
      '    image: acme/web:1',
    ),
    control: yaml('- name: docker_container', '  ansible.builtin.apt: { name: docker.io }'),
  },
  {
    kind: 'Vagrantfile with containers',
    path: 'Vagrantfile',
    text: 'Vagrant.configure("2") do |config|\n  config.vm.provider "docker" do |d|\n  end\nend\n',
    control:
      'Vagrant.configure("2") do |config|\n  # config.vm.provider "docker"\n  config.vm.provider "virtualbox"\nend\n',
  },
  {
    kind: 'Dev container configuration',
    path: '.devcontainer/devcontainer.json',
    text: '// For all\n{\n  "image": "mcr.microsoft.com/devcontainers/base:1", /* a base */\n}\n',
    control: '// For all\n{\n  "id": "a-feature", // "image": "x/y:1"\n  "version": "1.0.0",\n}\n',
  },
  {
    kind: 'Gitpod configuration',
    path: '.gitpod.yml',
    text: yaml('image: gitpod/workspace-full:2024', 'tasks: [{ init: make }]'),
    control: yaml('tasks: [{ init: make image }]'),
  },
  {
    kind: 'Apptainer definition',
    path: 'tool.def',
    text: 'Bootstrap: docker\nFrom: debian:12\n',
    control: '; from here\nLIBRARY tool\nEXPORTS\n',
  },
  {
    kind: 'CircleCI configuration',
    path: '.circleci/config.yml',
    text: yaml(
      'version: 2.1',
      'jobs:',
      '  test:',
      '    docker:',
      '      - image: cimg/node:20.1',
      '    steps: [checkout]',
    ),
    control: yaml(
      'version: 2.1',
      'jobs:',
      '  test:',
      '    machine: { image: ubuntu-2404 }',
      '    # docker:',
      '    steps: [checkout]',
    ),
  },
  {
    kind: 'Bitbucket Pipelines configuration',
    path: 'bitbucket-pipelines.yml',
    text: yaml(
      'image: node:20',
      'pipelines:',
      '  default:',
      '    - step:',
      '        script: [npm test]',
    ),
    control: yaml(
      'pipelines:',
      '  logs: { step: grok, next_step: 1, script: x }',
      'step: { script: y }',
    ),
  },
  {
    kind: 'Azure Pipelines configuration',
    path: 'azure-pipelines.yml',
    text: yaml(
      'pool: { vmImage: ubuntu-24.04 }',
      'container: node:20',
      'steps: [{ script: npm test }]',
    ),
    control: yaml('pool: { vmImage: ubuntu-24.04 }', 'steps: [{ script: npm test }]'),
  },
  {
    kind: 'GitLab CI/CD pipeline',
    path: '.gitlab-ci.yml',
    text: yaml('test:', '  image: node:20', '  script:', '    - !reference [.setup, script]'),
    control: yaml('test:', '  script:', '    - make image'),
  },
  {
    kind: 'Drone pipeline',
    path: '.drone.yml',
    text: yaml(
      'kind: pipeline',
      'type: docker',
      'steps:',
      '  - name: test',
      '    image: node:20',
      '    commands: [npm test]',
    ),
    control: yaml(
      'kind: pipeline',
      'type: exec',
      'steps:',
      '  - name: test',
      '    commands: ["echo image: none"]',
    ),
  },
  {
    kind: 'Codefresh pipeline',
    path: 'codefresh.yml',
    text: yaml(
      "version: '1.0'",
      'steps:',
      '  test:',
      '    image: acme/ci:1',
      '    commands: [npm test]',
    ),
    control: yaml("version: '1.0'", 'steps:', '  wait: { type: pending-approval }'),
  },
  {
    kind: 'Woodpecker workflow',
    path: '.woodpecker/test.yaml',
    text: yaml('steps:', '  - name: test', '    image: node:20', '    commands: [npm test]'),
    control: yaml('steps:', '  - name: read', '    image: step-1.png', 'commands: []'),
  },
  {
    kind: 'Cloud Build configuration',
    path: 'cloudbuild.yaml',
    text: yaml('steps:', '  - name: gcr.io/cloud-builders/npm', '    args: [test]'),
    control: yaml('steps:', '  - name: Open the box', '    args: [knife]'),
  },
  {
    kind: 'AWS CodeBuild buildspec',
    path: 'buildspec.yml',
    text: yaml('version: 0.2', 'phases:', '  build:', '    commands: [docker build -t a .]'),
    control: yaml('version: 0.2', 'phases:', '  build:', '    commands: [npm run build]'),
  },
  {
    kind: 'Buildkite pipeline',
    path: '.buildkite/pipeline.yml',
    text: yaml(
      'steps:',
      '  - command: npm test',
      '    plugins:',
      '      - docker#v5.11.0: { image: "node:20" }',
    ),
    control: yaml(
      'steps:',
      '  - command: npm test',
      '    plugins:',
      '      - artifacts#v1.9.0: { upload: docker }',
    ),
  },
  {
    kind: 'Travis CI configuration',
    path: '.travis.yml',
    text: yaml('language: node_js', 'services: [docker]'),
    control: yaml('language: node_js', 'services: [redis]', '# docker'),
  },
  {
    kind: 'Cirrus CI configuration',
    path: '.cirrus.yml',
    text: yaml('test_task:', '  container: { image: "node:20" }', '  test_script: npm test'),
    control: yaml(
      'test_task:',
      '  macos_instance: { image: a }',
      '  test_script: npm run container',
    ),
  },
  {
    kind: 'Semaphore pipeline',
    path: '.semaphore/semaphore.yml',
    text: yaml(
      'version: v1.0',
      'agent:',
      '  machine: { type: e1-standard-2 }',
      '  containers: [{ name: main, image: "acme/ci:1" }]',
      'blocks: []',
    ),
    control: yaml(
      'version: v1.0',
      'agent:',
      '  machine: { type: e1-standard-2 }',
      'blocks: [{ name: "containers: none" }]',
    ),
  },
  {
    kind: 'Concourse pipeline or task',
    path: 'ci/test.yml',
    text: yaml(
      'platform: linux',
      'image_resource:',
      '  type: registry-image',
      '  source: { repository: busybox }',
      'run: { path: ls }',
    ),
    control: yaml('platform: linux', 'note: "image_resource: none"', 'run: { path: ls }'),
  },
  {
    kind: 'Jenkins pipeline',
    path: 'Jenkinsfile',
    text: "pipeline {\n  agent {\n    docker { image 'node:20' }\n  }\n}\n",
    control: 'pipeline {\n  agent any\n  // agent { docker }\n}\n',
  },
  {
    kind: 'Dagger module',
    path: 'dagger.json',
    text: json({ name: 'ci', engineVersion: 'v0.20.0', sdk: { source: 'go' } }),
    control: json({ name: 'a weapon of the Bronze Age' }),
  },
  {
    kind: 'Nextflow pipeline',
    path: 'main.nf',
    text: "process ALIGN {\n  container 'quay.io/acme/align:1'\n}\n",
    control: "process ALIGN {\n  // container 'quay.io/acme/align:1'\n  cpus 2\n}\n",
  },
  {
    kind: 'Snakemake workflow',
    path: 'workflow/Snakefile',
    text: 'rule align:\n    container: "docker://acme/align:1"\n',
    control: 'rule align:\n    # container: "docker://acme/align:1"\n    output: "a"\n',
  },
  {
    kind: 'CWL tool',
    path: 'align.cwl',
    text: yaml(
      'class: CommandLineTool',
      'hints:',
      '  DockerRequirement:',
      '    dockerPull: acme/align:1',
    ),
    control: yaml('class: CommandLineTool', 'doc: no DockerRequirement, no dockerPull'),
  },
  {
    kind: 'WDL workflow',
    path: 'align.wdl',
    text: 'task align {\n  runtime {\n    docker: "acme/align:1"\n  }\n}\n',
    control: 'task align {\n  # docker: "acme/align:1"\n  runtime {\n    cpu: 2\n  }\n}\n',
  },
  {
    kind: 'Skaffold configuration',
    path: 'skaffold.yaml',
    text: yaml(
      'apiVersion: skaffold/v4beta11',
      'kind: Config',
      'build:',
      '  artifacts: [{ image: acme/web }]',
    ),
    control: yaml('apiVersion: skaffold/v4beta11', 'kind: Config', 'metadata: { name: a }'),
  },
  {
    kind: 'Tiltfile',
    path: 'Tiltfile',
    text: "docker_build('acme/web', '.')\n",
    control: "# docker_build('acme/web', '.')\nprint('docker_build(')\n",
  },
  {
    kind: 'Okteto manifest',
    path: 'okteto.yml',
    text: yaml('name: web', 'dev:', '  api:', '    command: npm start', '    sync: [".:/app"]'),
    control: yaml('name: web', 'deploy: [make deploy]'),
  },
  {
    kind: 'DevSpace configuration',
    path: 'devspace.yaml',
    text: yaml('version: v2beta1', 'name: web', 'images: { web: { image: acme/web } }'),
    control: yaml('version: v2beta1', 'name: web'),
  },
  {
    kind: 'Garden configuration',
    path: 'garden.yml',
    text: yaml('kind: Build', 'name: web', 'type: container'),
    control: yaml('kind: Run', 'name: web', 'type: exec', 'note: no container'),
  },
  {
    kind: 'werf configuration',
    path: 'werf.yaml',
    text: yaml('project: web', 'configVersion: 1', '---', 'image: web', 'dockerfile: Dockerfile'),
    control: yaml('project: web', 'configVersion: 1', '# no image'),
  },
  {
    kind: 'Score workload',
    path: 'score.yaml',
    text: yaml(
      'apiVersion: score.dev/v1b1',
      'metadata: { name: web }',
      'containers:',
      '  web: { image: "acme/web:1" }',
    ),
    control: yaml('apiVersion: score.dev/v1b1', 'metadata: { name: "containers:" }'),
  },
  {
    kind: 'ko configuration',
    path: '.ko.yaml',
    text: yaml('defaultBaseImage: cgr.dev/acme/static:1'),
    control: yaml('greeting: annyeong'),
  },
  {
    kind: 'Jib build',
    path: 'build.gradle',
    text: "plugins {\n  id 'com.google.cloud.tools.jib' version '3.4.0'\n}\n",
    control: "plugins {\n  // id 'com.google.cloud.tools.jib'\n  id 'java'\n}\n",
  },
  {
    kind: 'Spring Boot image build',
    path: 'build.gradle.kts',
    text: 'tasks.named<BootBuildImage>("bootBuildImage") {\n  imageName.set("acme/web")\n}\n',
    control: 'tasks.named("build") {\n  // bootBuildImage\n}\n',
  },
  {
    kind: 'Buildpacks project descriptor',
    path: 'project.toml',
    text: '[_]\nschema-version = "0.2"\n\n[io.buildpacks]\nbuilder = "acme/builder:1"\n',
    control: '[build-system]\nrequires = ["hatchling"]\n',
  },
  {
    kind: 'Bazel container image',
    path: 'web/BUILD.bazel',
    text: 'oci_image(\n    name = "web",\n    base = "@static",\n)\n',
    control: '# oci_image(\ndef oci_image():\n    pass\nfilegroup(name = "a")\n',
  },
  {
    kind: 'Nix container image',
    path: 'image.nix',
    text: '{ pkgs }:\npkgs.dockerTools.buildLayeredImage {\n  name = "web";\n}\n',
    control: '{ pkgs }:\n# pkgs.dockerTools.buildImage\npkgs.hello\n',
  },
  {
    kind: 'Earthfile',
    path: 'Earthfile',
    text: 'VERSION 0.8\nFROM golang:1.22\nbuild:\n  RUN make\n',
    control: 'FROM the earth\n',
  },
  {
    kind: 'Packer template',
    path: 'image.pkr.hcl',
    text: 'source "docker" "web" {\n  image = "debian:12"\n}\n',
    control: '# source "docker" "web"\nsource "amazon-ebs" "web" {\n}\n',
  },
  {
    kind: 'Packer template',
    path: 'packer.json',
    text: json({ builders: [{ type: 'docker', image: 'debian:12' }] }),
    control: json({ builders: [{ type: 'amazon-ebs', name: 'docker' }] }),
  },
  {
    kind: 'Cog configuration',
    path: 'cog.yaml',
    text: yaml('build: { python_version: "3.12" }', 'predict: predict.py:Predictor'),
    control: yaml('build: { teeth: 12 }', '# predict'),
  },
];
