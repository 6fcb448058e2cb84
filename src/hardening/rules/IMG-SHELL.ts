import { watchPrograms } from '../programs.js';
import { defineHardeningRule } from '../rule.js';

const SHELLS: ReadonlySet<string> = new Set('sh bash busybox dash ash zsh ksh fish'.split(' '));

/** Source: CIS Docker Benchmark 4.3. */
export default defineHardeningRule({
  id: 'IMG-SHELL',
  clearedBy: 'minimal-image',
  name: 'no-shell',
  severity: 'info',
  severityReason:
    'A program that helps an attacker who is in the container; most base images have one',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Shell is in the image',
  why: 'Most attacks that run a command need a shell.',
  remediation:
    'Copy the program into an image without a shell (distroless, scratch), and start it in exec form: CMD ["/app/server"]',
  tags: ['cis:4.3'],
  wrong: 'FROM debian:13-slim\nCMD server --port 80',
  right: 'FROM gcr.io/distroless/base-debian12\nCMD ["/server", "--port", "80"]',
  check(subject, report) {
    return watchPrograms(SHELLS, subject, report, (list, inBase) =>
      inBase ? `Base image has a shell: ${list}` : `Image has a shell: ${list}`,
    );
  },
});
