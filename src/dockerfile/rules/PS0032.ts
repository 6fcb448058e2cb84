import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0032',
  name: 'no-docker-socket',
  severity: 'high',
  severityReason: 'Who takes over the container controls the container engine, and so the host',
  practice: 'runtime-security',
  title: 'Image has access to the container engine',
  why: 'Access to the engine is root access to the host: it can start a container that mounts the disk of the host.',
  remediation:
    'Remove the socket; if containers must be started, use a rootless engine or a proxy that allows few calls',
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  tags: ['cis:5.32'],
  wrong: 'FROM docker:28-cli\nVOLUME /var/run/docker.sock',
  right: 'FROM docker:28-cli',
  check(dockerfile, report) {
    if (!/\.sock|DOCKER_HOST/.test(dockerfile.text)) return;
    const message = 'Socket of the container engine gives root access to the host';
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
        // The engine listens without TLS on port 2375.
        if (key.value !== 'DOCKER_HOST' || !/^tcp:\/\/[^\s]*:2375\/?$/.test(value?.value ?? ''))
          continue;
        const withoutTls = 'DOCKER_HOST points to a container engine without TLS';
        report({ at: range, message: withoutTls });
      }
    }
  },
});

const SOCKET = /(?:docker|podman|containerd|crio|cri-dockerd)\.sock$/;
