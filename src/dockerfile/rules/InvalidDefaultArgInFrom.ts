import { readReference } from '../../core/reference.js';
import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';
import { variableValue } from '../variables.js';

export default defineDockerfileRule({
  id: 'InvalidDefaultArgInFrom',
  name: 'valid-default-image',
  severity: 'low',
  severityReason: 'The build needs an argument, which those who run it give',
  ruleSet: 'all',
  supersedes: ['DL3006', 'DL3007', 'DL3026', 'PS0020', 'PS0021', 'PS0029'],
  practice: 'maintainability',
  isAboutDefaults: true,
  title: 'FROM is not a valid image without build arguments',
  why: 'A plain `docker build` fails, and so does every tool that reads the Dockerfile.',
  remediation: 'Give the ARG a default value, or add one in place after `:-`',
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  wrong: 'ARG VERSION\nFROM debian:$VERSION',
  right: 'ARG VERSION=12\nFROM debian:$VERSION',
  check(dockerfile, report) {
    for (const { from, parent } of dockerfile.stages) {
      const { image } = from;
      if (parent || image.raw === '') continue;
      const reference = image.expand(
        (name) => variableValue(dockerfile, from, name) ?? platformArg(name),
      );
      if (readReference(reference) !== undefined) continue;
      report({
        ...placeInInstruction(from, image.range),
        about: image.raw,
        message: `With default arguments, FROM ${image.raw} is the invalid image name "${reference}"`,
      });
    }
  },
});

/** A valid value for BuildKit's platform arguments. An unknown argument is empty. */
function platformArg(name: string): string {
  if (/^(?:BUILD|TARGET)PLATFORM$/.test(name)) return 'linux/amd64';
  if (/^(?:BUILD|TARGET)OS$/.test(name)) return 'linux';
  if (/^(?:BUILD|TARGET)ARCH$/.test(name)) return 'amd64';
  return '';
}
