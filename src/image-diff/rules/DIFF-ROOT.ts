import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-ROOT',
  name: 'no-change-to-root',
  severity: 'low',
  severityReason: 'IMG-ROOT rates it: for the reviewer to know',
  practice: 'runtime-security',
  title: 'Change makes the container run as root',
  why: 'The image ran as another user before. A process that runs as root can do more damage in the container, and outside of it.',
  remediation: 'Restore the USER instruction of the final stage',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  wrong: 'USER root',
  right: 'USER app',
  matches: (change) => change.kind === 'setting' && change.becomesRoot === true,
});
