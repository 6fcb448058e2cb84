import type { Range } from '../../core/location.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'InvalidDefinitionDescription',
  name: 'definition-description',
  severity: 'info',
  severityReason:
    'Style: the image is the same; the configuration of the project turns the rule on',
  ruleSet: 'all',
  practice: 'maintainability',
  optIn: true,
  title: 'Comment above ARG or FROM does not start with the name',
  why: '`docker build --call=outline` shows a comment as the description only if it starts with the name.',
  remediation: 'Start the comment with the name, or separate it with an empty line',
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  wrong: '# the version to build\nARG VERSION=1\nFROM debian:12',
  right: '# VERSION the version to build\nARG VERSION=1\nFROM debian:12',
  check(dockerfile, report) {
    const check = (comments: readonly string[], keyword: string, names: string[], at: Range) => {
      const comment = comments.filter((text) => text !== '').at(-1);
      if (comment === undefined || names.length === 0) return;
      if (names.includes(comment.split(' ')[0] ?? '')) return;
      const expected = names.map((name) => `"${name}"`).join(' or ');
      report({
        at,
        about: `${names.join(' ')} ${comment}`,
        message: `Comment above ${keyword} does not start with ${expected}`,
      });
    };
    const commented = new Set(dockerfile.comments.map(({ line }) => line));
    for (const instruction of instructionsOf(dockerfile, ['ARG', 'FROM'])) {
      const { comments, keyword, keywordToken, startLine } = instruction;
      // A comment that a blank line separates from the instruction does not describe it.
      if (!commented.has(startLine - 1)) continue;
      const at = keywordToken.range;
      if (instruction.keyword === 'ARG') {
        check(
          comments,
          keyword,
          instruction.pairs.map(({ key }) => key.value),
          at,
        );
      } else {
        const name = instruction.alias?.raw.toLowerCase();
        check(comments, keyword, name === undefined ? [] : [name], at);
      }
    }
  },
});
