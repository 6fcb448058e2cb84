import { hostPaths, isEngineSocket } from '../host-paths.js';
import { defineManifestRule } from '../rule.js';
import { usersOf } from '../volume-mounts.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.32. */
export default defineManifestRule({
  id: 'DEP-SOCK',
  name: 'no-engine-socket',
  severity: 'critical',
  severityReason:
    'Who takes over the process controls the container engine, and so the host, at once',
  practice: 'deployment-security',
  title: 'Container engine socket is mounted',
  why: 'Access to the engine allows starting a privileged container on the host; a read-only mount does not prevent it.',
  remediation: 'Do not mount the socket; use a proxy that allows only the needed requests',
  aliases: ['KSV-0006'],
  tags: ['cis:5.32'],
  wrong: 'services:\n  app:\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
  right: 'services:\n  app:\n    volumes: ["sockets:/run/app"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const useSocket = valueAt(node, 'use_api_socket');
      if (useSocket && isTrue(useSocket))
        report({
          at: useSocket.range,
          about: `${name} use_api_socket`,
          message: `Service "${name}" has access to the engine socket and the registry logins of the user`,
        });
    }
    for (const { at, path, subject, name, problem, mounts } of hostPaths(manifest))
      if (isEngineSocket(path))
        report({
          at: at.range,
          about: `${name} ${path}`,
          ...(problem !== undefined && { problem }),
          ...(mounts && { reach: usersOf(mounts) }),
          message: `${subject} mounts the container engine socket`,
        });
  },
});
