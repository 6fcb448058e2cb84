import { pod, service, testRule } from '../rule-cases.js';

testRule('DEP-SOCK', [
  [service('volumes: ["$XDG_RUNTIME_DIR/docker.sock:/s"]'), ['"$XDG_RUNTIME_DIR/docker.sock:/s"']],
  [
    service('volumes: ["//./pipe/docker_engine://./pipe/docker_engine"]'),
    ['"//./pipe/docker_engine://./pipe/docker_engine"'],
  ],
  [
    service('volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]'),
    ['"/var/run/docker.sock:/var/run/docker.sock:ro"'],
  ],
  [
    service('volumes: [{ type: bind, source: /run/containerd/containerd.sock, target: /c }]'),
    ['/run/containerd/containerd.sock'],
  ],
  [service('volumes: ["./docker.sock.md:/docs"]'), []],
  [
    `${service('configs: [a]')}configs: { a: { file: /var/run/docker.sock }, b: { file: ./docker.sock } }`,
    ['/var/run/docker.sock'],
  ],
  [
    `${service('secrets: [{ source: a, target: b }]')}secrets: { a: { file: /run/podman.sock } }`,
    ['/run/podman.sock'],
  ],
  [service('use_api_socket: true'), ['true']],
  [service('use_api_socket: false'), []],
  [service('volumes: ["data:/var/run/docker.sock"]'), []],
  [service('volumes: ["/var/run/docker.sock"]'), []],
  [
    pod('volumes: [{ hostPath: { path: //var/run/crio/../crio.sock } }]'),
    ['//var/run/crio/../crio.sock'],
  ],
]);
