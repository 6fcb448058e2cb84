import { watchPrograms } from '../programs.js';
import { defineHardeningRule } from '../rule.js';

const MANAGERS: ReadonlySet<string> = new Set(
  'apk apt apt-get aptitude dpkg yum dnf dnf5 microdnf tdnf rpm zypper pacman opkg pip pip3 conda mamba npm yarn pnpm gem composer cargo'.split(
    ' ',
  ),
);

/** Source: CIS Docker Benchmark 4.3. */
export default defineHardeningRule({
  id: 'IMG-PKGMGR',
  name: 'no-package-manager',
  clearedBy: 'minimal-image',
  severity: 'info',
  severityReason: 'A program that helps an attacker who is root in the container',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Package manager is in the image',
  why: 'A container is not updated from inside, and an attacker can use a package manager to install tools.',
  remediation:
    'Build in one stage and copy the result into an image without package managers: distroless, scratch, or a -slim image without npm or pip',
  tags: ['cis:4.3'],
  wrong: 'FROM node:22\nCOPY . /app',
  right: 'FROM gcr.io/distroless/nodejs22-debian12\nCOPY --from=build /app /app',
  check(subject, report) {
    return watchPrograms(MANAGERS, subject, report, (list, inBase) =>
      inBase ? `Base image has package managers: ${list}` : `Image has package managers: ${list}`,
    );
  },
});
