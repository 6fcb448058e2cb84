import { type FileFormat, YAML_FILE } from '../format.js';
import { at, hasAll, hasAny, members, textBelow } from '../values.js';

/** Tools that build images, and that run them on the way to a cluster. */
export const BUILD_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Skaffold configuration',
    source: 'https://skaffold.dev/docs/references/yaml/',
    path: YAML_FILE,
    words: ['skaffold/', 'kind:'],
    inManifests: true,
    usualName: /(?:^|\/)skaffold[^/]*\.ya?ml$/i,
    data: (it) =>
      textBelow(it, 'apiVersion').startsWith('skaffold/') &&
      hasAny(it, 'build', 'deploy', 'manifests', 'profiles'),
  },
  {
    kind: 'Tiltfile',
    source: 'https://docs.tilt.dev/api.html',
    path: /(?:^|\/)Tiltfile[^/]*$|\.tiltfile$/i,
    words: ['('],
    text: /^[ \t]*(?:custom_build|docker_build(?:_with_restart)?|docker_compose|helm_resource|k8s_yaml)[ \t]*\(/m,
  },
  {
    kind: 'Okteto manifest',
    source: 'https://www.okteto.com/docs/reference/okteto-manifest/',
    path: /(?:^|\/)okteto[^/]*\.ya?ml$|(?:^|\/)\.okteto\//i,
    words: [':'],
    usualName: /okteto\.ya?ml$/i,
    data: (it) =>
      hasAll(at(it, 'deploy'), 'compose') ||
      (hasAll(it, 'image') && hasAny(it, 'sync', 'command')) ||
      members(at(it, 'dev')).some((one) => hasAny(one, 'command', 'forward', 'image', 'sync')) ||
      members(at(it, 'build')).some((one) => hasAny(one, 'context', 'dockerfile', 'image')),
  },
  {
    kind: 'DevSpace configuration',
    source: 'https://www.devspace.sh/docs/configuration/reference',
    path: YAML_FILE,
    words: ['version:', ['alpha', 'beta']],
    usualName: /(?:^|\/)devspace[^/]*\.ya?ml$/i,
    data: (it) =>
      /^v\d+(?:(?:alpha|beta)\d+)$/.test(textBelow(it, 'version')) &&
      hasAny(it, 'deployments', 'dev', 'images'),
  },
  {
    kind: 'Garden configuration',
    source: 'https://docs.garden.io/reference/action-types/build/container',
    path: YAML_FILE,
    words: ['kind:', 'type:', 'container'],
    usualName: /(?:^|[/.])garden\.ya?ml$/i,
    data: (it) =>
      /^(?:Build|Deploy|Module|Run|Test)$/.test(textBelow(it, 'kind')) &&
      /(?:^|-)container$/.test(textBelow(it, 'type')),
  },
  {
    kind: 'werf configuration',
    source: 'https://werf.io/docs/v2/reference/werf_yaml.html',
    path: YAML_FILE,
    words: ['configVersion', 'image'],
    usualName: /(?:^|\/)werf[^/]*\.ya?ml$/i,
    data: (it) =>
      hasAll(it, 'image') && hasAny(it, 'dockerfile', 'from', 'fromArtifact', 'fromImage'),
  },
  {
    kind: 'Score workload',
    source: 'https://docs.score.dev/docs/score-specification/score-spec-reference/',
    path: YAML_FILE,
    words: ['score.dev/', 'containers:'],
    usualName: /(?:^|\/)score[^/]*\.ya?ml$/i,
    data: (it) =>
      textBelow(it, 'apiVersion').startsWith('score.dev/') &&
      members(at(it, 'containers')).some((one) => hasAll(one, 'image')),
  },
  {
    kind: 'ko configuration',
    source: 'https://ko.build/configuration/',
    path: /(?:^|\/)\.ko\.ya?ml$/,
    words: [':'],
    usualName: /\.ko\.ya?ml$/,
    data: (it) =>
      hasAny(it, 'baseImageOverrides', 'builds', 'defaultBaseImage', 'defaultPlatforms'),
  },
  {
    kind: 'Jib build',
    otherPurposes: true,
    source: 'https://github.com/GoogleContainerTools/jib',
    path: /(?:^|\/)pom\.xml$|\.gradle(?:\.kts)?$/,
    words: ['jib'],
    text: /<artifactId>[ \t]*jib-maven-plugin[ \t]*<|^[ \t]*(?:id|apply)\b[^\n]{0,100}["']com\.google\.cloud\.tools\.jib["']|^jib[ \t]*\{/m,
  },
  {
    kind: 'Spring Boot image build',
    otherPurposes: true,
    source: 'https://docs.spring.io/spring-boot/maven-plugin/build-image.html',
    path: /(?:^|\/)pom\.xml$|\.gradle(?:\.kts)?$/,
    words: ['uild'],
    text: /<goal>[ \t]*build-image(?:-no-fork)?[ \t]*<|^[ \t]*(?:tasks\.(?:named)?[(<]?[^\n]{0,60})?bootBuildImage\b/im,
  },
  {
    kind: 'Buildpacks project descriptor',
    otherPurposes: true,
    source: 'https://buildpacks.io/docs/reference/config/project-descriptor/',
    path: /(?:^|\/)project\.toml$/,
    words: ['['],
    text: /^\[\[?(?:_|io\.buildpacks(?:\.\w{1,40}){0,4}|build(?:\.(?:buildpacks|env|post|pre))?)\]/m,
  },
  {
    kind: 'Bazel container image',
    otherPurposes: true,
    source: 'https://github.com/bazel-contrib/rules_oci',
    path: /(?:^|\/)(?:BUILD|MODULE|WORKSPACE)(?:\.bazel)?$|\.bzl$/,
    words: ['('],
    text: /^[ \t]*(?:container_(?:image|pull|push)|oci_(?:image|image_index|load|pull|push|tarball)|oci\.pull|(?:cc|go|java|nodejs|py3?|rust)_image)[ \t]*\(/m,
  },
  {
    kind: 'Nix container image',
    otherPurposes: true,
    source: 'https://nixos.org/manual/nixpkgs/stable/#sec-pkgs-dockerTools',
    path: /\.nix$/,
    words: [],
    text: /^[^#\n]{0,300}(?:\bdockerTools\.(?:build|pull|stream)\w{1,40}|\bnix2container\.\w|\boci-containers\.)/m,
  },
  {
    kind: 'Earthfile',
    source: 'https://docs.earthly.dev/docs/earthfile',
    path: /(?:^|\/)Earthfile$|\.earth$/,
    words: ['FROM'],
    text: /^VERSION[ \t]/m,
  },
  {
    kind: 'Packer template',
    otherPurposes: true,
    source: 'https://developer.hashicorp.com/packer/integrations/hashicorp/docker',
    path: /\.pkr\.hcl$/i,
    words: ['source'],
    text: /^[ \t]*source[ \t]+"docker"/m,
  },
  {
    kind: 'Packer template',
    otherPurposes: true,
    source: 'https://developer.hashicorp.com/packer/docs/templates/legacy_json_templates',
    path: /\.json$/i,
    words: ['"builders"', '"docker"'],
    usualName: /packer|\.pkr\.json$/i,
    data: (it) => members(at(it, 'builders')).some((one) => textBelow(one, 'type') === 'docker'),
  },
  {
    kind: 'Cog configuration',
    source: 'https://cog.run/yaml',
    path: /(?:^|\/)cog\.ya?ml$/i,
    words: ['build:'],
    usualName: /cog\.ya?ml$/i,
    data: (it) => hasAll(it, 'build') && hasAny(it, 'image', 'predict', 'run', 'train'),
  },
  {
    kind: 'Kubernetes manifests in CUE, KCL or Dhall',
    otherPurposes: true,
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/',
    path: /\.(?:cue|k|dhall)$/,
    words: [['apiVersion', 'kubernetes', 'k8s']],
    text: /^[^#\n]{0,300}\bkind["']?[ \t]*[:=][ \t]*["'](?:Pod|Deployment|StatefulSet|DaemonSet|Job|CronJob)\b|\bcontainers[ \t]*[:=]|dhall-kubernetes/m,
  },
  {
    kind: 'Code that starts containers',
    otherPurposes: true,
    source: 'https://docs.docker.com/reference/api/engine/sdk/',
    path: /\.(?:[cm]?[jt]s|py|go|java|kt|rb)$/,
    words: [['cdk8s', 'docker.from_env', 'DockerClient', 'docker/docker/client', 'dockerode']],
    text: /^(?![ \t]*(?:#|\/\/|\*))[^\n]{0,300}(?:["']cdk8s(?:-plus-\d+)?["']|\b(?:import|from)[ \t]+cdk8s\b|\bdocker\.(?:from_env|DockerClient)\(|["']dockerode["']|docker\/docker\/client")/m,
  },
  {
    kind: 'ConfigMap with manifests',
    source: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
    path: YAML_FILE,
    words: ['ConfigMap', 'apiVersion', 'containers'],
    inManifests: true,
    usualName: YAML_FILE,
    data: (it) =>
      textBelow(it, 'kind') === 'ConfigMap' &&
      members(at(it, 'data')).some(
        (text) =>
          typeof text === 'string' &&
          /^apiVersion:[\s\S]*^[ \t-]*containers:/m.test(text.slice(0, 100_000)),
      ),
  },
  {
    kind: 'Compose service of a provider',
    source: 'https://docs.docker.com/compose/how-tos/provider-services/',
    path: YAML_FILE,
    words: ['provider', 'services'],
    inManifests: true,
    usualName: YAML_FILE,
    data: (it) => members(at(it, 'services')).some((one) => hasAll(at(one, 'provider'), 'type')),
  },
];
