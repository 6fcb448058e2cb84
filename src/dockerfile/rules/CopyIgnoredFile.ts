import { cleanContextPath, parseDockerignore } from '../dockerignore.js';
import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'CopyIgnoredFile',
  name: 'no-copy-of-ignored-file',
  severity: 'high',
  severityReason: 'The build fails, or copies less than the Dockerfile says',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'COPY or ADD source is excluded by .dockerignore',
  why: 'The file is not part of the build context, so the build fails or copies less than intended.',
  remediation:
    'Remove the pattern from .dockerignore, add an exception with `!`, or do not copy the file',
  references: ['https://docs.docker.com/reference/build-checks/copy-ignored-file/'],
  wrong: '# .dockerignore: dist\nFROM debian:12\nCOPY dist /app/',
  right: '# .dockerignore: node_modules\nFROM debian:12\nCOPY dist /app/',
  check(dockerfile, report) {
    const { ignoreFile } = dockerfile.config;
    if (ignoreFile === undefined || ignoreFile === null) return;
    const ignore = parseDockerignore(ignoreFile);
    // An excluded directory may contain files that an exception includes again.
    if (ignore.hasExceptions) return;
    for (const instruction of instructionsOf(dockerfile, ['ADD', 'COPY'])) {
      if (instruction.keyword === 'COPY' && instruction.from) continue;
      for (const word of instruction.sources) {
        const source = expandedAt(dockerfile, instruction, word);
        if (source.includes('$') || isRemote(source)) continue;
        const path = cleanContextPath(source);
        // `.` is the context itself, which no pattern matches by name.
        if (path === '.' ? !ignore.ignoresAll : !ignore.ignores(path)) continue;
        const message = `${instruction.keyword} source "${path}" is excluded by .dockerignore`;
        report({ ...placeInInstruction(instruction, word.range), message });
      }
    }
  },
});

function isRemote(source: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(source);
}
