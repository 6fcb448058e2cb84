import { findFlag, instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0042',
  name: 'no-privileged-build-step',
  severity: 'high',
  severityReason:
    'The step, and what it downloads, controls the machine that builds; medium for the network of the host',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Build step gets access to the host',
  why: 'A step with all privileges, or in the network of the host, can change the machine that builds, and reach what listens there. What it downloads can do so, too.',
  remediation: 'Remove the flag, or do what needs it outside the build',
  references: ['https://docs.docker.com/reference/dockerfile/#run---security'],
  wrong: 'FROM debian:12\nRUN --security=insecure make install',
  right: 'FROM debian:12\nRUN make install',
  check(dockerfile, report) {
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      const [security, network] = [findFlag(run, 'security'), findFlag(run, 'network')];
      if (security?.value?.toLowerCase() === 'insecure')
        report({ at: security.range, message: 'Build step runs with all privileges (insecure)' });
      if (network?.value?.toLowerCase() === 'host')
        report({
          at: network.range,
          severity: 'medium',
          message: 'Build step shares the network of the host',
        });
    }
  },
});
