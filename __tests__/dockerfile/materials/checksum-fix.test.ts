import { expect, it } from '@jest/globals';
import { applyAllFixes } from '../../../src/core/apply-fixes.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { dockerfileRules } from '../../../src/dockerfile/rules/index.js';
import { NOW } from '../../now.js';

const SUM = '24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d';
const CHECK = `echo "${SUM}  f.tgz" | sha256sum -c -`;
const AT = 'https://b.org/f-1.0.tgz';

const RULES = new Set(['PS0021', 'PS0022', 'PS0036', 'PS0041']);
const rules = dockerfileRules.filter(({ id }) => RULES.has(id));

function fixed(text: string, digestOf?: () => string): string {
  const lint = (current: string) =>
    lintDockerfile(
      parseDockerfile('Dockerfile', current),
      { now: NOW, ...(digestOf && { digestOf }) },
      { rules },
    );
  return applyAllFixes(text, lint).text;
}

it.each<[string, string]>([
  ['FROM a:1', `FROM a:1@sha256:${SUM}`],
  [`FROM scratch\nADD ${AT} /`, `FROM scratch\nADD --checksum=sha256:${SUM} ${AT} /`],
  [
    `FROM scratch\nADD --chown=1:1 ${AT} /`,
    `FROM scratch\nADD --checksum=sha256:${SUM} --chown=1:1 ${AT} /`,
  ],
  [`RUN curl -o f.tgz ${AT}`, `RUN curl -o f.tgz ${AT} && ${CHECK}`],
  [
    `RUN curl -o f.tgz ${AT} && tar xf f.tgz`,
    `RUN curl -o f.tgz ${AT} && ${CHECK} && tar xf f.tgz`,
  ],
  [
    `RUN curl -o f.tgz ${AT} \\\n  # unpack\n  && tar xf f.tgz`,
    `RUN curl -o f.tgz ${AT} && ${CHECK} \\\n  # unpack\n  && tar xf f.tgz`,
  ],
  // `set -e` does not stop at the first command of `a && b`.
  [
    `RUN set -e; curl -o f.tgz ${AT}; tar xf f.tgz`,
    `RUN set -e; curl -o f.tgz ${AT}; ${CHECK}; tar xf f.tgz`,
  ],
  [`RUN wget ${AT}`, `RUN wget ${AT} && echo "${SUM}  f-1.0.tgz" | sha256sum -c -`],
])('%j becomes %j', (before, after) => {
  const [from, to] = before.startsWith('FROM')
    ? [before, after]
    : [`FROM scratch\n${before}`, `FROM scratch\n${after}`];
  expect(fixed(from, () => `sha256:${SUM}`)).toBe(to);
  expect(fixed(from)).toBe(from);
});

it('leaves an image that a variable names', () => {
  const text = 'ARG BASE=a:1\nFROM $BASE';
  expect(fixed(text, () => `sha256:${SUM}`)).toBe(text);
});

it.each([
  ['a failed download does not stop the script', `RUN curl -o f.tgz ${AT}; tar xf f.tgz`],
  ['another file may be there', `RUN curl -o f.tgz ${AT} || curl -o f.tgz https://c.org/f-1.0`],
  ['it is skipped at times', `RUN set -e; [ -f f.tgz ] && curl -o f.tgz ${AT}; tar xf f.tgz`],
  ['nothing is kept', `RUN curl ${AT} | tar xz`],
  ['the folder is not known', `RUN wget -P /opt ${AT}`],
  ['there are two files', `RUN wget ${AT} https://b.org/g-1.0.tgz`],
  ['the address has a variable', 'RUN curl -o f.tgz https://b.org/$V/f.tgz'],
  ['the file has a variable', `RUN curl -o $F ${AT}`],
  ['it is not encrypted', 'RUN curl -o f.tgz http://b.org/f-1.0.tgz'],
  ['it has a query', `RUN curl -o f.tgz '${AT}?token=x'`],
  ['it has a login', 'RUN curl -o f.tgz https://u:p@b.org/f-1.0.tgz'],
  ['it is the newest version', 'RUN curl -o f.tgz https://b.org/releases/latest/download/f.tgz'],
  ['it is decoded', `RUN curl --compressed -o f.tgz ${AT}`],
  ['it is in exec form', `RUN ["curl", "-o", "f.tgz", "${AT}"]`],
  ['the shell is another', `SHELL ["pwsh", "-c"]\nRUN curl -o f.tgz ${AT}`],
  ['ADD has two sources', `ADD ${AT} f /`],
  ['the newest version is added', 'ADD https://b.org/main/f.tgz /'],
])('has no fix if %s', (_, line) => {
  const text = `FROM scratch\n${line}`;
  expect(fixed(text, () => `sha256:${SUM}`)).toBe(text);
});
