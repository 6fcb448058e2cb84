import { type FileFormat, YAML_FILE } from '../format.js';
import { at, hasAny, mapKeys, someMap, textBelow } from '../values.js';

const ANSIBLE_MODULE =
  /^(?:(?:community\.(?:docker|general)|containers\.podman|ansible\.builtin)\.)?(?:docker_(?:container|compose(?:_v2)?(?:_run)?|image(?:_build|_pull)?|stack|swarm_service)|podman_(?:container|image|play|pod))$/;

/** Machines, schedulers and workstations that run containers. */
export const HOST_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Nomad job',
    source: 'https://developer.hashicorp.com/nomad/docs/job-specification/task',
    path: /\.(?:nomad|hcl)(?:\.(?:tpl|tftpl))?$/i,
    words: ['job', 'task', 'driver'],
    text: /^[ \t]*(?:task[ \t]+"[^"\n]{0,200}"[ \t]*\{[ \t]*)?driver[ \t]*=[ \t]*"(?:docker|podman|containerd-driver)"/m,
  },
  {
    kind: 'systemd unit with a container',
    source: 'https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html',
    path: /\.service(?:\.(?:in|j2|tpl))?$/i,
    words: ['Exec'],
    text: /^Exec\w{5,12}=[^\n]{0,400}(?:docker|podman|nerdctl)(?:-compose)?[ \t][^\n]{0,200}\b(?:run|start|create|up)\b/m,
  },
  {
    kind: 'Podman Quadlet unit',
    source: 'https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html',
    path: /\.(?:build|container|image|kube)(?:\.(?:in|j2|tpl))?$/i,
    words: ['='],
    text: /^\[(?:Build|Container|Image|Kube)\][ \t]*\r?$/m,
  },
  {
    kind: 'Ansible playbook or role',
    otherPurposes: true,
    source: 'https://docs.ansible.com/projects/ansible/latest/collections/community/docker/',
    path: YAML_FILE,
    words: [['docker_', 'podman_']],
    usualName: /(?:^|\/)(?:playbooks?|tasks|handlers|roles)[/.]/i,
    data: (it) =>
      Array.isArray(it) &&
      someMap(it, (one) => mapKeys(one).some((key) => ANSIBLE_MODULE.test(key))),
  },
  {
    kind: 'Vagrantfile with containers',
    otherPurposes: true,
    source: 'https://developer.hashicorp.com/vagrant/docs/providers/docker',
    path: /(?:^|\/)Vagrantfile[^/]*$/,
    words: ['docker'],
    text: /^[^#\n]{0,200}\.vm\.provi(?:der|sion)[ \t(]{1,10}[:"']{1,2}docker/m,
  },
  {
    kind: 'Dev container configuration',
    source: 'https://containers.dev/implementors/json_reference/',
    path: /(?:^|\/)\.?devcontainer[^/]*\.json$|(?:^|\/)\.devcontainer\/.*\.json$/i,
    words: ['"'],
    usualName: /devcontainer\.json$/i,
    data: (it) =>
      hasAny(it, 'image', 'dockerFile', 'dockerComposeFile') ||
      hasAny(at(it, 'build'), 'dockerfile', 'dockerFile'),
  },
  {
    kind: 'kind cluster configuration',
    source: 'https://kind.sigs.k8s.io/docs/user/configuration/',
    path: YAML_FILE,
    words: ['kind.x-k8s.io/', ['extraMounts', 'image', 'apiServerAddress', 'Patches']],
    inManifests: true,
    usualName: YAML_FILE,
    data: (it) => textBelow(it, 'apiVersion').startsWith('kind.x-k8s.io/'),
  },
  {
    kind: 'LXC container configuration',
    source: 'https://linuxcontainers.org/lxc/manpages/man5/lxc.container.conf.5.html',
    path: /\.conf$|(?:^|\/)config$/,
    words: ['lxc.'],
    text: /^lxc\.(?:rootfs|include|apparmor|cap|mount|uts)[.\w]{0,40}[ \t]*=/m,
  },
  {
    kind: 'Procfile with containers',
    otherPurposes: true,
    source: 'https://devcenter.heroku.com/articles/procfile',
    path: /(?:^|\/)Procfile(?:\.\w{1,20})?$/,
    words: [['docker', 'podman', 'nerdctl']],
    text: /^[\w-]{1,60}:[^\n]{0,300}\b(?:docker|podman|nerdctl)(?:-compose)?[ \t][^\n]{0,200}\b(?:run|start|up)\b/m,
  },
  {
    kind: 'Gitpod configuration',
    source: 'https://www.gitpod.io/docs/classic/user/references/gitpod-yml',
    path: /(?:^|\/)\.gitpod\.ya?ml$/i,
    words: ['image'],
    usualName: /\.gitpod\.ya?ml$/i,
    data: (it) => hasAny(it, 'image'),
  },
  {
    kind: 'Apptainer definition',
    source: 'https://apptainer.org/docs/user/latest/definition_files.html',
    path: /\.def$|(?:^|\/)(?:Singularity|Apptainer)(?:\.[\w.-]{1,100})?$/,
    words: ['rom'],
    text: /^[ \t]*bootstrap[ \t]*:[ \t]*(?:docker|library|localimage|oci|oras|shub)/im,
  },
];
