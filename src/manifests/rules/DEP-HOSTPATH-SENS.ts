import { hostPaths } from '../host-paths.js';
import { defineManifestRule } from '../rule.js';
import { usersAndWritersOf } from '../volume-mounts.js';

/** System directories of the host, some with everything below them. The files of the time zone are harmless. */
const SENSITIVE =
  /^\/(?!etc\/(?:localtime|timezone)$)(|boot|dev|etc(\/.*)?|home|lib[^/]*(\/.*)?|proc(\/.*)?|root|run|sys(\/.*)?|usr|var|var\/run|var\/log|var\/lib\/(docker|kubelet|containerd|etcd))$/;

/** What the kernel shows: read only, it tells about the host and its processes, and changes nothing. */
const KERNEL = /^\/(?:proc|sys)$/;

/** Folders in which programs store the keys and logins of a user. */
const CREDENTIALS = /\/(?:\.(?:aws|azure|docker|gnupg|kube|ssh)|\.config\/gcloud)(?:\/|$)/;

/** Source: CIS Docker Benchmark 5.6. */
export default defineManifestRule({
  id: 'DEP-HOSTPATH-SENS',
  name: 'no-sensitive-host-directory',
  severity: 'high',
  severityReason:
    'Reads or changes files that control the host; medium for /proc or /sys that is only read',
  supersedes: ['DEP-SOCK'],
  practice: 'deployment-security',
  title: 'Sensitive host directory is mounted',
  why: 'These directories contain accounts, devices, kernel interfaces or data of other containers: read access leaks secrets, write access compromises the host.',
  remediation: 'Mount only the file or folder that is needed, from a dedicated path',
  aliases: ['sensitive-host-mounts'],
  tags: ['cis:5.6'],
  wrong: 'services:\n  app:\n    volumes: ["/etc:/host/etc:ro"]',
  right: 'services:\n  app:\n    volumes: ["./conf:/etc/app:ro"]',
  check(manifest, report) {
    for (const { at, path, subject, name, isReadOnly, problem, mounts } of hostPaths(manifest))
      if (SENSITIVE.test(path) || CREDENTIALS.test(path))
        report({
          at: at.range,
          ...(problem !== undefined && { problem }),
          ...(mounts && { reach: usersAndWritersOf(mounts) }),
          ...(isReadOnly && KERNEL.test(path) && { severity: 'medium' }),
          ...(isReadOnly
            ? { about: `${name} ${path} ro` }
            : { about: `${name} ${path}`, includes: [`${name} ${path} ro`] }),
          message: `${subject} mounts ${path} of the host`,
        });
  },
});
