import { watchPrograms } from '../programs.js';
import { defineRule } from '../rule.js';

const SHELLS: ReadonlySet<string> = new Set('sh bash busybox dash ash zsh ksh fish'.split(' '));

/** Source: CIS Docker Benchmark 4.3. */
export default defineRule({
  id: 'IMG-SHELL',
  name: 'no-shell',
  severity: 'info',
  practice: 'minimal-containers',
  title: 'A shell is left in the image',
  why: 'Most attacks that run a command need a shell to run it.',
  remediation:
    'Copy the program into an image without one (distroless, scratch) and start it in exec form: CMD ["/app/server"].',
  tags: ['cis:4.3'],
  wrong: 'FROM debian:13-slim\nCMD server --port 80',
  right: 'FROM gcr.io/distroless/base-debian12\nCMD ["/server", "--port", "80"]',
  check(subject, report) {
    return watchPrograms(SHELLS, subject, report, (list, inBase) =>
      inBase ? `The base image has a shell: ${list}.` : `A shell is in the image: ${list}.`,
    );
  },
});
