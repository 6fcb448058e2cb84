import { hostPaths } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** Folders whose content is the host itself; those with a star stand for everything below them too. */
/** But for the time zone, which tells nobody anything. */
const SENSITIVE =
  /^\/(?!etc\/(?:localtime|timezone)$)(|boot|dev|etc(\/.*)?|home|lib[^/]*(\/.*)?|proc(\/.*)?|root|run|sys(\/.*)?|usr|var|var\/run|var\/log|var\/lib\/(docker|kubelet|containerd|etcd))$/;

/** Where programs keep their users' keys and logins. */
const CREDENTIALS = /\/(?:\.(?:aws|azure|docker|gnupg|kube|ssh)|\.config\/gcloud)(?:\/|$)/;

/** Source: CIS Docker Benchmark 5.6. */
export default defineRule({
  id: 'DEP-HOSTPATH-SENS',
  name: 'no-sensitive-host-directory',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A sensitive directory of the host is mounted',
  why: 'These directories hold the host’s accounts, devices, kernel interfaces or other containers’ data: reading them gives secrets away, writing them gives the host away.',
  remediation: 'Mount the one file or folder that is needed, from a place of its own.',
  aliases: ['sensitive-host-mounts'],
  tags: ['cis:5.6'],
  wrong: 'services:\n  app:\n    volumes: ["/etc:/host/etc:ro"]',
  right: 'services:\n  app:\n    volumes: ["./conf:/etc/app:ro"]',
  check(manifest, report) {
    for (const { at, path, subject } of hostPaths(manifest))
      if (SENSITIVE.test(path) || CREDENTIALS.test(path))
        report({ at: at.range, message: `${subject} mounts ${path} of the host.` });
  },
});
