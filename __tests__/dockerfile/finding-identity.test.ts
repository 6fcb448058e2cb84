import { expect, it } from '@jest/globals';
import { lint } from './lint-text.js';

const prints = (rule: string, lines: string) =>
  lint(`FROM debian:12\n${lines}\n`, rule).map(({ fingerprint }) => fingerprint);

// Joined at run time, so that secret scanners do not report this file.
const KEY = `-----BEGIN PRIVATE ${'KEY'}-----`;
const key = (body: string) => `RUN <<E\necho '${KEY}\n${body}\n'\nE`;

it.each([
  ['PS0014', 'ENV DB_PASSWORD=hunter2x', 'ENV DB_PASSWORD=letmein9'],
  ['PS0014', 'ARG API_TOKEN=hunter2x', 'ARG API_TOKEN=letmein9'],
  ['DL3064', 'ENV DB_PASSWORD=hunter2x', 'ENV DB_PASSWORD=letmein9'],
  ['SecretsUsedInArgOrEnv', 'ENV API_KEY=hunter2x', 'ENV API_KEY=letmein9'],
  ['PS0015', 'ARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd4', 'ARG API_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd5'],
  ['PS0015', "RUN echo 'root:hunter2x' | chpasswd", "RUN echo 'root:letmein9' | chpasswd"],
  ['PS0015', key('MIIEvQIBADANBgkqhkiG9w0B'), key('MIIEvQIBADANBgkqhkiG9w0C')],
  ['PS0015', 'RUN curl https://a:hunter2x@b.example', 'RUN curl https://a:letmein9@b.example'],
])('%s: another secret in the place of one is another finding (%j)', (rule, one, other) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, other)).toHaveLength(1);
  expect(prints(rule, other)).not.toEqual(prints(rule, one));
  expect(prints(rule, `RUN true\n${one}`)).toEqual(prints(rule, one));
});

it.each([
  ['SecretsUsedInArgOrEnv', 'ARG CACHE_KEY=1', 'ARG CACHE_KEY=2'],
  ['DL3064', 'ENV TOKEN=/run/secrets/a', 'ENV TOKEN=/run/secrets/b'],
])('%s: another value that is no secret is the same finding (%j)', (rule, one, other) => {
  expect(prints(rule, one)).toHaveLength(1);
  expect(prints(rule, other)).toEqual(prints(rule, one));
});
