import { hostPaths } from '../host-paths.js';
import { defineRule } from '../rule.js';
import { isTrue, valueAt } from '../yaml-values.js';

const SOCKET =
  /(^|\/)(docker|containerd|crio|podman|cri-dockerd|buildkitd)\.sock$|^\/pipe\/docker_engine/;

/** Source: CIS Docker Benchmark 5.32. */
export default defineRule({
  id: 'DEP-SOCK',
  name: 'no-engine-socket',
  severity: 'critical',
  practice: 'deployment-security',
  title: 'The container engine’s socket is mounted',
  why: 'Whoever can talk to the engine can start a privileged container on the host; a read-only mount does not change that.',
  remediation: 'Do not mount the socket; give the container a narrow interface instead.',
  aliases: ['KSV-0006'],
  tags: ['cis:5.32'],
  wrong: 'services:\n  app:\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
  right: 'services:\n  app:\n    volumes: ["sockets:/run/app"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const given = valueAt(node, 'use_api_socket');
      if (given && isTrue(given))
        report({
          at: given.range,
          message: `The service "${name}" gets the container engine’s socket, and the user’s logins to registries.`,
        });
    }
    for (const { at, path, subject } of hostPaths(manifest))
      if (SOCKET.test(path))
        report({ at: at.range, message: `${subject} mounts the container engine’s socket.` });
  },
});
