import { DATA_FILE, type FileFormat, YAML_FILE } from '../format.js';
import { at, hasAll, hasAny, mapKeys, members, someMap, textBelow } from '../values.js';

/** Commands that build or start containers. */
const COMMAND =
  /\b(?:docker|podman|nerdctl|buildah)(?:-compose)?[ \t]+(?:run|build|buildx|bud|compose|up)\b/;

/** Systems for continuous integration and workflows whose jobs run in containers. */
export const CI_FORMATS: readonly FileFormat[] = [
  {
    kind: 'CircleCI configuration',
    otherPurposes: true,
    source: 'https://circleci.com/docs/configuration-reference/',
    path: YAML_FILE,
    words: ['version:', 'docker:', 'image:'],
    usualName: /(?:^|\/)\.circleci\//,
    data: (it) =>
      hasAll(it, 'version') &&
      ['jobs', 'executors'].some((part) =>
        members(at(it, part)).some((one) =>
          members(at(one, 'docker')).some((image) => hasAll(image, 'image')),
        ),
      ),
  },
  {
    kind: 'Bitbucket Pipelines configuration',
    otherPurposes: true,
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/step-options/',
    path: YAML_FILE,
    words: ['pipelines:', 'step:', 'script:'],
    usualName: /(?:^|\/)bitbucket-pipelines\.ya?ml$/i,
    data: (it) => someMap(at(it, 'pipelines'), (one) => hasAll(at(one, 'step'), 'script')),
  },
  {
    kind: 'Azure Pipelines configuration',
    otherPurposes: true,
    source: 'https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/',
    path: YAML_FILE,
    words: [
      ['jobs:', 'stages:', 'steps:'],
      ['container', 'services:', 'Docker'],
    ],
    usualName: /azure-?pipelines|(?:^|\/)\.(?:azuredevops|pipelines)\//i,
    data: (it) =>
      !hasAny(it, 'apiVersion', 'on', 'runs') &&
      hasAny(it, 'jobs', 'stages', 'steps') &&
      (members(at(it, 'resources', 'containers')).some((one) =>
        hasAll(one, 'container', 'image'),
      ) ||
        (hasAll(it, 'steps', 'pool') && hasAny(it, 'container')) ||
        someMap(
          it,
          (one) =>
            (hasAll(one, 'job') && hasAny(one, 'container', 'services')) ||
            /^Docker(?:Compose)?@/.test(textBelow(one, 'task')),
        )),
  },
  {
    kind: 'GitLab CI/CD pipeline',
    otherPurposes: true,
    source: 'https://docs.gitlab.com/ci/yaml/',
    path: YAML_FILE,
    words: ['script:', ['image', 'services']],
    usualName: /(?:^|\/)[^/]*\.gitlab-ci\.ya?ml$/i,
    data: (it) => {
      if (hasAny(it, 'apiVersion', 'language', 'pipelines', 'openapi')) return false;
      const isShared = hasAny(it, 'image') || hasAny(at(it, 'default'), 'image', 'services');
      return members(it).some(
        (one) =>
          (typeof at(one, 'script') === 'string' || Array.isArray(at(one, 'script'))) &&
          (isShared || hasAny(one, 'image', 'services')),
      );
    },
  },
  {
    kind: 'Drone pipeline',
    otherPurposes: true,
    source: 'https://docs.drone.io/pipeline/docker/overview/',
    path: YAML_FILE,
    words: ['kind:', 'pipeline', 'image:'],
    usualName: /(?:^|\/)\.drone\.ya?ml$/i,
    data: (it) =>
      textBelow(it, 'kind') === 'pipeline' &&
      members(at(it, 'steps')).some((one) => hasAll(one, 'image')),
  },
  {
    kind: 'Codefresh pipeline',
    otherPurposes: true,
    source: 'https://codefresh.io/docs/docs/pipelines/what-is-the-codefresh-yaml/',
    path: YAML_FILE,
    words: ['version:', 'steps:', ['commands:', 'type:']],
    usualName: /(?:^|\/)\.?codefresh[^/]*\.ya?ml$/i,
    data: (it) =>
      /^1(?:\.0)?$/.test(String(at(it, 'version'))) &&
      members(at(it, 'steps')).some(
        (one) =>
          /^(?:build|composition|freestyle|launch-composition)$/.test(textBelow(one, 'type')) ||
          (hasAny(one, 'image') && hasAny(one, 'commands')),
      ),
  },
  {
    kind: 'Woodpecker workflow',
    otherPurposes: true,
    source: 'https://woodpecker-ci.org/docs/usage/workflow-syntax',
    path: YAML_FILE,
    words: ['image:', ['pipeline:', 'steps:']],
    usualName: /(?:^|\/)\.woodpecker/i,
    data: (it) =>
      !hasAny(it, 'apiVersion', 'kind') &&
      ['steps', 'pipeline'].some((list) =>
        members(at(it, list)).some(
          (one) =>
            hasAll(one, 'image') && hasAny(one, 'commands', 'settings', 'secrets', 'entrypoint'),
        ),
      ),
  },
  {
    kind: 'Cloud Build configuration',
    otherPurposes: true,
    source: 'https://docs.cloud.google.com/build/docs/build-config-file-schema',
    path: DATA_FILE,
    words: ['steps', 'name', ['args', 'entrypoint', 'script']],
    usualName: /cloud-?build/i,
    data: (it) =>
      members(at(it, 'steps')).some(
        (one) => /[/:]/.test(textBelow(one, 'name')) && hasAny(one, 'args', 'entrypoint', 'script'),
      ),
  },
  {
    kind: 'AWS CodeBuild buildspec',
    otherPurposes: true,
    source: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html',
    path: YAML_FILE,
    words: ['version:', 'phases:', ['buildah', 'docker', 'nerdctl', 'podman']],
    usualName: /buildspec/i,
    data: (it) =>
      hasAll(it, 'version') &&
      members(at(it, 'phases')).some((phase) =>
        members(at(phase, 'commands')).some((one) => COMMAND.test(String(one))),
      ),
  },
  {
    kind: 'Buildkite pipeline',
    otherPurposes: true,
    source: 'https://buildkite.com/docs/pipelines/configure/step-types/command-step',
    path: YAML_FILE,
    words: ['steps:', ['buildah', 'docker', 'nerdctl', 'podman']],
    usualName: /(?:^|\/)\.?buildkite/i,
    data: (it) =>
      !hasAny(it, 'apiVersion', 'pool', 'trigger', 'runs') &&
      members(at(it, 'steps')).some(
        (one) =>
          [...mapKeys(at(one, 'plugins')), ...members(at(one, 'plugins')).flatMap(namesOf)].some(
            (name) =>
              /^(?:[\w.:/-]{1,200}\/)?docker(?:-compose)?(?:-buildkite-plugin)?(?:#|$)/.test(name),
          ) ||
          [
            at(one, 'command'),
            ...members(at(one, 'command')),
            ...members(at(one, 'commands')),
          ].some((line) => typeof line === 'string' && COMMAND.test(line)),
      ),
  },
  {
    kind: 'Travis CI configuration',
    otherPurposes: true,
    source: 'https://docs.travis-ci.com/user/docker/',
    path: YAML_FILE,
    words: ['services', 'docker'],
    usualName: /(?:^|\/)\.travis\.ya?ml$/i,
    data: (it) =>
      hasAny(it, 'language', 'script', 'install', 'jobs', 'matrix', 'before_install', 'deploy') &&
      [at(it, 'services'), ...members(at(it, 'services'))].includes('docker'),
  },
  {
    kind: 'Cirrus CI configuration',
    otherPurposes: true,
    source: 'https://cirrus-ci.org/guide/linux/',
    path: YAML_FILE,
    words: ['task', 'container'],
    usualName: /(?:^|\/)\.cirrus\.ya?ml$/i,
    data: (it) => {
      const tasks = mapKeys(it).filter((key) => /(?:^|_)(?:task|docker_builder)$/.test(key));
      const hasContainer = (one: unknown) =>
        mapKeys(one).some((key) => /(?:^|_)container$/.test(key));
      return (
        tasks.length > 0 && (hasContainer(it) || tasks.some((task) => hasContainer(at(it, task))))
      );
    },
  },
  {
    kind: 'Semaphore pipeline',
    otherPurposes: true,
    source: 'https://docs.semaphore.io/reference/pipeline-yaml',
    path: YAML_FILE,
    words: ['version:', 'agent:', 'containers:'],
    usualName: /(?:^|\/)\.semaphore\//,
    data: (it) =>
      hasAll(it, 'version', 'blocks') &&
      someMap(it, (one) =>
        members(at(one, 'agent', 'containers')).some((container) => hasAll(container, 'image')),
      ),
  },
  {
    kind: 'Concourse pipeline or task',
    otherPurposes: true,
    source: 'https://concourse-ci.org/docs/tasks/',
    path: YAML_FILE,
    words: ['image_resource:'],
    usualName: YAML_FILE,
    data: (it) => someMap(it, (one) => hasAll(at(one, 'image_resource'), 'type', 'source')),
  },
  {
    kind: 'Jenkins pipeline',
    otherPurposes: true,
    source: 'https://www.jenkins.io/doc/book/pipeline/docker/',
    path: /(?:^|\/)[^/]{0,100}Jenkinsfile[^/]{0,100}$|\.(?:groovy|jenkins)$/i,
    words: [],
    text: /^(?![ \t]*(?:\/\/|\*))[^\n]{0,200}(?:\bagent[ \t]*\{\s{0,200}(?:docker|dockerfile|kubernetes)\b|\bdocker\.(?:image|build|withRegistry)[ \t]*\(|\b(?:container|pod)Template[ \t]*\()/m,
  },
  {
    kind: 'Dagger module',
    otherPurposes: true,
    source: 'https://docs.dagger.io/reference/configuration/modules/',
    path: /(?:^|\/)dagger\.json$/,
    words: ['"'],
    usualName: /dagger\.json$/,
    data: (it) => hasAll(it, 'name') && hasAny(it, 'sdk', 'engineVersion'),
  },
  {
    kind: 'Nextflow pipeline',
    otherPurposes: true,
    source: 'https://www.nextflow.io/docs/latest/container.html',
    path: /\.nf$|(?:^|\/)(?:nextflow|[\w-]{1,100})\.config$/,
    words: [],
    text: /^[ \t]*(?:(?:process\.)?container[ \t]*=?[ \t]*['"{]|(?:docker|podman|singularity|apptainer)\.enabled[ \t]*=[ \t]*true)/m,
  },
  {
    kind: 'Snakemake workflow',
    otherPurposes: true,
    source: 'https://snakemake.readthedocs.io/en/stable/snakefiles/deployment.html',
    path: /(?:^|\/)Snakefile[^/]{0,100}$|\.smk$/,
    words: ['container'],
    text: /^[ \t]*container(?:ized)?[ \t]*:/m,
  },
  {
    kind: 'CWL tool',
    otherPurposes: true,
    source: 'https://www.commonwl.org/v1.2/CommandLineTool.html#DockerRequirement',
    path: /\.cwl$/i,
    words: ['DockerRequirement'],
    text: /^[ \t-]*["']?docker(?:File|ImageId|Import|Load|Pull)["']?[ \t]*:/m,
  },
  {
    kind: 'WDL workflow',
    otherPurposes: true,
    source: 'https://github.com/openwdl/wdl/blob/wdl-1.2/SPEC.md',
    path: /\.wdl$/i,
    words: ['task', 'runtime'],
    text: /^[ \t]*(?:docker|container)[ \t]*:[ \t]*\S/m,
  },
  {
    kind: 'Gitea or Forgejo workflow',
    otherPurposes: true,
    source: 'https://forgejo.org/docs/latest/user/actions/',
    path: /(?:^|\/)\.(?:gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i,
    words: ['jobs:'],
    usualName: YAML_FILE,
    data: (it) => hasAll(it, 'jobs'),
  },
];

/** The text itself, or the keys of a map: a plugin with settings is a map with one key. */
function namesOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : mapKeys(value);
}
