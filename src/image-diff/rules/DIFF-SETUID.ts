import { defineDifferenceRule } from '../rule.js';

/** Source: CIS Docker Benchmark 4.8. */
export default defineDifferenceRule({
  id: 'DIFF-SETUID',
  name: 'no-new-setuid-programs',
  severity: 'low',
  severityReason: 'IMG-SUID and IMG-FILECAP rate it: for the reviewer to know',
  supersedes: ['DIFF-PROGRAM'],
  practice: 'runtime-security',
  title: 'Change adds a setuid or setgid program, or capabilities',
  why: 'Any user of the container can run the program with more privileges than the user has.',
  remediation: 'Remove the bit in the instruction that adds the file: chmod a-s FILE',
  tags: ['cis:4.8'],
  wrong: 'COPY --chmod=4755 helper /usr/local/bin/helper',
  right: 'COPY --chmod=755 helper /usr/local/bin/helper',
  files: 'new privileged programs',
  matches: (change) => change.kind === 'file' && change.privilege !== undefined,
});
