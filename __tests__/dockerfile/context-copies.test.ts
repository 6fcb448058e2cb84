import { expect, test } from '@jest/globals';
import { canTake } from '../../src/dockerfile/context-copies.js';
import { parse } from './parse-text.js';

test.each([
  ['COPY . .', true],
  ['COPY ./ /app', true],
  ['COPY src/ ./src/', false],
  ['COPY package.json yarn.lock ./', false],
  ['COPY * ./', true],
  ['COPY *.json ./', true],
  ['COPY .g?t ./', true],
  ['COPY .env* ./', false],
  ['ADD .git/HEAD ./', true],
  ['ADD https://example.org/. ./', false],
  ['ARG FOLDER=src\nCOPY $FOLDER ./', false],
  ['ARG FOLDER\nCOPY $FOLDER ./', true],
  ['COPY --from=other . .', false],
  ['RUN --mount=type=bind,target=/src make', true],
  ['RUN --mount=type=bind,source=src,target=/src make', false],
  ['RUN --mount=type=bind,from=other,target=/src make', false],
  ['RUN --mount=type=cache,target=/src make', false],
])('%s: can take .git: %s', (instructions, expected) => {
  const text = `FROM a:1 AS other\nFROM a:1\n${instructions}`;
  expect(canTake(parse(text), '.git')).toBe(expected);
});
