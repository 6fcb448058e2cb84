import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3061',
  name: 'begin-with-from',
  severity: 'high',
  practice: 'maintainability',
  title: 'Dockerfile does not begin with FROM or ARG',
  why: 'There is no stage yet that the instruction could belong to: the build fails.',
  remediation: 'Put FROM first; only comments and ARG may stand above it.',
  references: ['https://docs.docker.com/reference/dockerfile/#from'],
  wrong: 'LABEL a=b\nFROM debian:12',
  right: 'FROM debian:12\nLABEL a=b',
  check({ instructions }, report) {
    for (const instruction of instructions) {
      const { keyword, keywordWord } = instruction;
      if (keyword === 'FROM') return;
      if (keyword === 'ARG') continue;
      const name = keyword === 'UNKNOWN' ? instruction.name : keyword;
      report({ at: keywordWord.range, message: `${name} stands before the first FROM.` });
      return;
    }
  },
});
