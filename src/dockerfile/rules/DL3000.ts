import type { Fix } from '../../core/fix.js';
import { isAbsoluteOrVariable } from '../copy-arguments.js';
import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';
import type { Token } from '../text/tokens.js';

export default defineDockerfileRule({
  id: 'DL3000',
  name: 'absolute-workdir',
  severity: 'low',
  severityReason:
    'Style while the base image stays: the files are in another folder when it moves its own',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'WORKDIR is a relative path',
  why: 'The resulting directory depends on the previous WORKDIR, which may come from a base image that can change.',
  remediation: 'Use an absolute path',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  aliases: ['DS-0009'],
  mergesWith: ['WorkdirRelativePath'],
  wrong: 'FROM debian:12\nWORKDIR app',
  right: 'FROM debian:12\nWORKDIR /app',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      let current: string | undefined;
      for (const { keyword, args } of instructions) {
        const [path] = args;
        if (keyword !== 'WORKDIR' || !path) continue;
        const next = isPlain(path) ? resolvedPath(current, path.raw) : undefined;
        if (!isAbsoluteOrVariable(path)) {
          const fix = next === undefined ? undefined : absolutePathFix(path, next);
          const message = `WORKDIR ${path.value} is a relative path`;
          report({ at: path.range, message, fix });
        }
        current = next;
      }
    }
  },
});

function isPlain({ raw }: Token): boolean {
  return /^[\w./-]+$/.test(raw) && !/(?:^|\/)\.\.?(?:\/|$)/.test(raw);
}

/** The directory after WORKDIR. Undefined if the previous one is unknown, or too long to follow. */
function resolvedPath(current: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return path;
  if (current === undefined || current.length > 4096) return undefined;
  return `${current.replace(/\/+$/, '')}/${path}`;
}

function absolutePathFix({ range }: Token, text: string): Fix {
  return { description: `Use ${text}`, edits: [{ ...range, text }] };
}
