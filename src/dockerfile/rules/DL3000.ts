import type { Fix } from '../../core/fix.js';
import { isRooted } from '../destinations.js';
import { sections } from '../parser/sections.js';
import type { Word } from '../parser/tokens.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3000',
  name: 'absolute-workdir',
  severity: 'high',
  practice: 'maintainability',
  title: 'WORKDIR is relative',
  why: 'Where it leads depends on the WORKDIR before it, if need be on that of a base image that may change.',
  remediation: 'Write the whole path.',
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
        const next = isPlain(path) ? join(current, path.raw) : undefined;
        if (!isRooted(path)) {
          const fix = next === undefined ? undefined : wholePath(path, next);
          const message = `WORKDIR ${path.value} is relative to wherever the image stands.`;
          report({ at: path.range, message, ...(fix ? { fix } : {}) });
        }
        current = next;
      }
    }
  },
});

function isPlain({ raw }: Word): boolean {
  return /^[\w./-]+$/.test(raw) && !/(?:^|\/)\.\.?(?:\/|$)/.test(raw);
}

/** The folder after WORKDIR, where the one before it is known; longer ones are not followed. */
function join(current: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return path;
  if (current === undefined || current.length > 4096) return undefined;
  return `${current.replace(/\/+$/, '')}/${path}`;
}

function wholePath({ range }: Word, text: string): Fix {
  return { description: `Write ${text}`, edits: [{ ...range, text }] };
}
