import { goInstalls, isGoPinned } from '../commands/package-managers/go.js';
import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3062',
  name: 'pin-go-versions',
  severity: 'low',
  severityReason:
    'The checksum database authenticates the module: an attacker needs the account of its publisher; few pin tools',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'Go package is not pinned to a version',
  why: 'The build downloads whichever version is the newest that day, so two builds of the same commit can differ.',
  remediation: 'Pin the version: `go install PACKAGE@VERSION`',
  references: ['https://go.dev/ref/mod#go-install'],
  wrong: 'FROM golang:1.24\nRUN go install golang.org/x/tools/gopls@latest',
  right: 'FROM golang:1.24\nRUN go install golang.org/x/tools/gopls@v0.18.1',
  check(dockerfile, report) {
    const unpinned = goInstalls(dockerfile).flatMap(({ run, packages }) =>
      packages
        .filter((word) => !isOpaque(word) && !isGoPinned(word.value))
        .map((word) => ({ run, word })),
    );
    reportUnpinned(unpinned, report, 'Go package');
  },
});
