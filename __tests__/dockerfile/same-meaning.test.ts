import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { Instruction } from '../../src/dockerfile/parser/model.js';
import { dockerfileRules } from '../../src/dockerfile/rules/index.js';
import { NOW } from '../now.js';
import { parse } from './parse-text.js';

/** Rules about the spelling itself. */
const OF_SPELLING: ReadonlySet<string> = new Set([
  'ConsistentInstructionCasing',
  'DL3025',
  'FromAsCasing',
  'InvalidDefinitionDescription',
  'JSONArgsRecommended',
  'NoEmptyContinuation',
  'StageNameCasing',
]);

/** Other spellings of a Dockerfile with the same meaning. */
const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  'keywords in lower case': (text) =>
    edit(text, ({ keywordToken: { start, end, raw } }) => [
      { start, end, text: raw.toLowerCase() },
    ]),
  'COPY and ADD as a list': (text) =>
    edit(text, (one) => {
      const [first] = one.args;
      if (!first || !/^(?:COPY|ADD)$/.test(one.keyword) || one.json || one.heredocs.length > 0)
        return [];
      return [
        { start: first.start, end: one.end, text: JSON.stringify(one.args.map((a) => a.value)) },
      ];
    }),
  'quotes around words of a command': (text) =>
    edit(text, (one) =>
      one.keyword === 'RUN' && !one.json
        ? one.script.commands
            .filter(({ wrapper }) => !wrapper)
            .flatMap(({ args }) =>
              args.flatMap(({ start, end, literal, raw }) =>
                literal && /^[\w./:=@%+,-]+$/.test(raw) ? [{ start, end, text: `"${raw}"` }] : [],
              ),
            )
        : [],
    ),
  'packages in another order': (text) =>
    edit(text, (one) =>
      one.keyword === 'RUN' && !one.json
        ? one.script.commands.flatMap(({ name, args }) => {
            const from = args.findIndex(({ value }) => /^(?:install|add|in)$/.test(value)) + 1;
            const packages = args.slice(from).filter(({ value }) => !value.startsWith('-'));
            const hasValue = args.some(
              ({ value }) => /^--[a-z-]+$/.test(value) && !/^--no-/.test(value),
            );
            return from > 0 &&
              !hasValue &&
              /^(?:apk|apt|apt-get|dnf|gem|npm|pip|yum|zypper)$/.test(name?.value ?? '')
              ? packages.map(({ start, end }, i) => ({
                  start,
                  end,
                  text: packages.at(-1 - i)?.raw ?? '',
                }))
              : [];
          })
        : [],
    ),
  'lines that continue, with a comment': (text) =>
    edit(text, (one) => {
      const first = 'pairs' in one || one.heredocs.length > 0 ? undefined : one.args[0];
      return first ? [{ start: first.start, end: first.start, text: '\\\n    # why\n    ' }] : [];
    }),
  'blank lines and comments between instructions': (text) =>
    edit(text, ({ start, keyword }) =>
      keyword === 'ARG' ? [] : [{ start, end: start, text: '\n\n# why\n\n' }],
    ),
  'lines that end in CRLF': (text) => text.replaceAll('\n', '\r\n'),
};

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edit(text: string, change: (instruction: Instruction) => Replacement[]): string {
  const changes = parse(text).instructions.flatMap(change);
  let out = text;
  for (const { start, end, text: by } of changes.sort((a, b) => b.start - a.start))
    out = out.slice(0, start) + by + out.slice(end);
  return out;
}

/** The findings by what identifies them. */
function findings(text: string, id?: string): string[] {
  const rules = dockerfileRules.filter((rule) => id === undefined || rule.id === id);
  const severities = new Map(rules.map(({ id: name, severity }) => [name, severity] as const));
  return lintDockerfile(parse(text), { now: NOW, severities }, { rules })
    .filter(({ rule }) => !OF_SPELLING.has(rule))
    .map(identifying)
    .sort();
}

function identifying({ rule, fingerprint, joined = [], parts = [] }: Finding): string {
  return [rule, fingerprint, ...joined, ...parts].join(' ');
}

const STAGES =
  'FROM golang:1.25 AS build\nCOPY . .\nRUN cd /src && sudo make\nFROM node:24 AS web\nRUN npm install -g serve\n' +
  'FROM build AS test\nRUN apt-get install vim\nFROM debian\nCOPY --from=build / /\nCOPY --from=web --chmod=777 a /b\n' +
  'RUN --mount=from=web,target=/m cp /m/a . && sudo ls\n';

it('renamed stages leave all findings as they are', () => {
  const renamed = STAGES.replaceAll('build', 'builder')
    .replace('AS web', 'AS pages')
    .replaceAll('from=web', 'from=pages')
    .replace('AS test', 'AS check');
  // A stage without HEALTHCHECK is identified by its name.
  const named = (text: string) => findings(text).filter((one) => !one.startsWith('DL3057'));
  expect(named(STAGES).length).toBeGreaterThan(10);
  expect(named(renamed)).toEqual(named(STAGES));
});

it('stages without names leave all findings as they are', () => {
  const text = STAGES.replace(' AS web', '').replaceAll('from=web', 'from=1');
  expect(findings(text)).toEqual(findings(STAGES));
});

const MIXED = [
  'ARG TAG=3.20\nFROM --platform=linux/amd64 alpine:$TAG AS build\nCOPY . .\nADD https://example.org/x.tgz /x\n' +
    'RUN apk add gcc make curl\nRUN pip install requests flask && npm install -g serve\nRUN sudo ls /opt\n' +
    'FROM debian\nCOPY --from=build . /app/\nCOPY --chmod=777 a.txt b/\nRUN apt-get install curl git\nRUN chmod 777 /opt\n' +
    'RUN cd /opt && wget https://example.org/a\nEXPOSE 22\nUSER root\n',
  'FROM node:latest\nRUN curl https://example.org/i.sh | sh\nRUN apt-get update\nRUN apt install vim\nVOLUME data\n' +
    'RUN docker login -u a --password hunter2x\nRUN dnf install -y httpd php\nRUN zypper install vim git\nCMD node x\nCMD node y\n',
];

describe.each(Object.entries(SPELLINGS))('%s', (_name, spell) => {
  it.each(dockerfileRules.map(({ id, wrong = '' }) => ({ id, wrong })))(
    'leave the findings of $id as they are',
    ({ id, wrong }) => {
      expect(findings(spell(wrong), id)).toEqual(findings(wrong, id));
    },
  );

  it.each(MIXED)('leave all findings as they are (%j)', (text) => {
    expect(findings(text).length).toBeGreaterThan(10);
    expect(findings(spell(text))).toEqual(findings(text));
  });
});
