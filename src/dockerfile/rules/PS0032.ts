import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0032',
  name: 'no-docker-socket',
  severity: 'high',
  practice: 'runtime-security',
  title: 'The image asks for control over the container engine',
  why: 'Whoever can talk to the engine is root on the host: it starts a container with the host’s disk in it.',
  remediation:
    'Do without the socket; where containers must be started, use a rootless engine or a proxy that allows few calls.',
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  tags: ['cis:5.32'],
  wrong: 'FROM docker:28-cli\nVOLUME /var/run/docker.sock',
  right: 'FROM docker:28-cli',
  check(dockerfile, report) {
    if (!/\.sock|DOCKER_HOST/.test(dockerfile.text)) return;
    const message = 'The socket of the container engine gives root on the host.';
    for (const { args } of instructionsOf(dockerfile, 'VOLUME', { onbuild: true })) {
      for (const word of args) if (SOCKET.test(word.value)) report({ at: word.range, message });
    }
    for (const { mounts } of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const { flag, options } of mounts) {
        const paths = [options.get('source'), options.get('target')];
        if (paths.some((path) => path !== undefined && SOCKET.test(path)))
          report({ at: flag.range, message });
      }
    }
    for (const { pairs } of instructionsOf(dockerfile, ['ARG', 'ENV'], { onbuild: true })) {
      for (const { key, value, range } of pairs) {
        // Port 2375 is the engine without TLS.
        if (key.value !== 'DOCKER_HOST' || !/^tcp:\/\/[^\s]*:2375\/?$/.test(value?.value ?? ''))
          continue;
        const open = 'DOCKER_HOST names an engine that anybody on the network can command.';
        report({ at: range, message: open });
      }
    }
  },
});

const SOCKET = /(?:docker|podman|containerd|crio|cri-dockerd)\.sock$/;
