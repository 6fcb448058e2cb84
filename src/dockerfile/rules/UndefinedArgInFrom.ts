import { nearestName } from '../../lib/nearest-name.js';
import { placeInInstruction } from '../instruction-range.js';
import { PLATFORM_ARGS } from '../predefined-args.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'UndefinedArgInFrom',
  name: 'declared-arg-in-from',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
  supersedes: ['DL3006', 'DL3007', 'DL3026', 'PS0020', 'PS0021', 'PS0029'],
  practice: 'maintainability',
  affectsBuild: true,
  title: 'FROM uses an undeclared ARG',
  why: 'FROM can only use an ARG that is declared before the first FROM. Any other variable is empty, so the build uses another base image than intended.',
  remediation: 'Declare the ARG before the first FROM',
  references: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],
  wrong: 'FROM debian:$VERSION',
  right: 'ARG VERSION=12\nFROM debian:$VERSION',
  check({ stages, globalArgs }, report) {
    const declared = new Set(PLATFORM_ARGS);
    for (const { pairs } of globalArgs) for (const { key } of pairs) declared.add(key.value);
    for (const { from } of stages) {
      const flag = from.platform?.valueToken;
      for (const word of flag ? [from.image, flag] : [from.image]) {
        for (const { name } of word.variables) {
          if (declared.has(name)) continue;
          const near = nearestName(name, declared);
          report({
            ...placeInInstruction(from, word.range),
            // What fixes write is next to a literal name only.
            about: `${word.raw} ${name}`,
            message: `FROM uses undeclared ARG "${name}"${near ? ` (did you mean "${near}"?)` : ''}`,
          });
        }
      }
    }
  },
});
