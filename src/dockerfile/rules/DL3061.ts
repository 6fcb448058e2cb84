import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3061',
  name: 'begin-with-from',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'Dockerfile does not start with FROM or ARG',
  why: 'An instruction before the first FROM belongs to no stage, so the build fails.',
  remediation: 'Start with FROM; only comments and ARG may come before it',
  references: ['https://docs.docker.com/reference/dockerfile/#from'],
  wrong: 'LABEL a=b\nFROM debian:12',
  right: 'FROM debian:12\nLABEL a=b',
  check({ instructions }, report) {
    for (const instruction of instructions) {
      const { keyword, keywordToken } = instruction;
      if (keyword === 'FROM') return;
      if (keyword === 'ARG') continue;
      const name = keyword === 'UNKNOWN' ? instruction.name : keyword;
      report({ at: keywordToken.range, message: `${name} comes before the first FROM` });
      return;
    }
  },
});
