import { defineRule } from '../rule.js';

/** Source: CIS Docker Benchmark 4.8. */
export default defineRule({
  id: 'IMG-SUID',
  name: 'no-added-setuid-files',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'A setuid or setgid file was added above the base image',
  why: 'A setuid program is a way for any user of the container to become root.',
  mend: 'Remove the bit in the instruction that brings the file: chmod a-s FILE.',
  tags: ['cis:4.8'],
  check({ files }, report) {
    for (const entry of files.entries()) {
      if (entry.type !== 'file' || (entry.mode & 0o6000) === 0 || entry.layer === 0) continue;
      report({
        message: `/${entry.path} is ${entry.mode & 0o4000 ? 'setuid' : 'setgid'} and came after the base layer.`,
        layer: entry.layer,
        path: entry.path,
      });
    }
  },
});
