import { describe, expect, it, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { templateReason, withoutTemplateEnding } from '../../src/dockerfile/template.js';
import { NOW } from '../now.js';

const reasonFor = (path: string, text: string) => templateReason(parseDockerfile(path, text));

describe('a template', () => {
  test.each(
    ['j2', 'tmpl', 'template', 'erb', 'in', 'tpl', 'mustache', 'hbs', 'jinja2'].map((e) => [e]),
  )('is recognized by its ending .%s, whatever it contains', (ending) => {
    const path = `web/Dockerfile.${ending}`;
    expect(reasonFor(path, 'FROM a:1\n')).toContain(`.${ending} is that of a template`);
    expect(withoutTemplateEnding(path)).toBe('web/Dockerfile');
  });

  test.each([
    'FROM alpine:{{ version }}',
    'FROM {{image}} AS build',
    'FROM debian:@VERSION@',
    'FROM debian:%%VERSION%%',
    '{% if debug %}\nFROM a:1\n{% endif %}',
    'FROM a:1\n{{ if .Debug }}\nRUN x\n{{ end }}',
    'FROM a:1\n<% if x %>\nRUN y',
    'FROM a:1\nEXPOSE {{ port }}',
    'FROM a:1\nUSER <%= user %>',
    'FROM a:1\nCOPY {{ src }} /app/',
    'FROM a:1\nWORKDIR /srv/{{name}}',
  ])('is recognized by its content: %j', (text) => {
    expect(reasonFor('Dockerfile', text)).toMatch(/^It is a template: line [1-9] contains /);
  });

  test.each([
    'FROM a:1\nRUN docker ps --format "{{.ID}}"',
    'FROM a:1\nENV FORMAT="{{.Name}}"',
    'FROM a:1\nHEALTHCHECK CMD curl -w "%{http_code}" localhost',
    'FROM a:1\nCOPY <<EOF /template.j2\n{{ x }}\nEOF',
    'FROM a:1\nRUN <<EOF\n{% x %}\nEOF',
    'FROM registry.example.com/a@sha256:0123456789012345678901234567890123456789012345678901234567890123',
    'FROM a:1\nRUN echo %%x%%',
    'FROM a:1\nRUNN x',
  ])('is not %j', (text) => {
    expect(reasonFor('Dockerfile', text)).toBeUndefined();
  });

  it('is no backup copy, which is left out too', () => {
    expect(reasonFor('Dockerfile.bak', 'FROM a:1')).toContain('backup copy');
    expect(reasonFor('Dockerfile~', 'FROM a:1')).toContain('backup copy');
    expect(reasonFor('Dockerfile.dev', 'FROM a:1')).toBeUndefined();
  });
});

describe('fixes', () => {
  const fixes = (text: string) =>
    lintDockerfile(parseDockerfile('Dockerfile', text), { now: NOW }).flatMap(
      ({ fix }) => fix ?? [],
    );

  test.each([
    'FROM a:1 as b\nRUNN make',
    'FROM alpine:{{ v }} as b\nMAINTAINER x',
    'FROM a:1 as b\ncargo build',
    'FROM a:1 as b\nENV\nMAINTAINER me',
    'FROM a:1\nRUN <<EOF\nMAINTAINER me',
  ])('are not offered for a file that cannot be built: %j', (text) => {
    expect(fixes(text)).toEqual([]);
  });

  it('are offered for other files', () => {
    expect(fixes('FROM a:1 as b\nMAINTAINER me')).not.toEqual([]);
  });
});
