import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-SHELL',
  name: 'no-change-to-shell-form',
  severity: 'info',
  severityReason: 'For the reviewer to know',
  practice: 'maintainability',
  title: 'Change starts the container through a shell',
  why: 'The shell is process 1, which does not pass on signals: the program is killed when the container stops. The shell also interprets the text.',
  remediation: 'Use the JSON form, also for CMD: ["program", "argument"]',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  wrong: 'ENTRYPOINT node server.js',
  right: 'ENTRYPOINT ["node", "server.js"]',
  matches: (change) => change.kind === 'setting' && change.throughShell === true,
});
