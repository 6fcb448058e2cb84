import { expect, test } from '@jest/globals';
import { renderedTemplate } from '../../src/dockerfile/rendered-template.js';

const TEMPLATE = `FROM {{ base }}
# a comment of the template, which is long
RUN apt-get update && apt-get install -y curl
RUN curl -fsSLO https://example.com/{{ version }}.tgz
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
`;
const OUTPUT = TEMPLATE.replace('{{ base }}', 'debian:13').replace('{{ version }}', '1.2');
const at = (path: string, text: string) => ({ path, text });

test('the output of a template has most of its lines', () => {
  const template = at('Dockerfile.template', TEMPLATE);
  const other = at('other/Dockerfile', 'FROM alpine:3.24\nRUN apk add --no-cache curl\n');
  expect(renderedTemplate(template, [other, at('13/Dockerfile', OUTPUT)])).toBe('13/Dockerfile');
  expect(renderedTemplate(template, [other])).toBeUndefined();
});

test('a Dockerfile in another folder, or with less than half of the lines, is not the output', () => {
  const template = at('a/Dockerfile.template', TEMPLATE);
  expect(renderedTemplate(template, [at('b/Dockerfile', OUTPUT)])).toBeUndefined();
  const changed = OUTPUT.replace('apt-get', 'apt').replace('docker-entrypoint.sh /', 'run.sh /');
  expect(renderedTemplate(template, [at('a/Dockerfile', changed)])).toBeUndefined();
});

test('a template with almost nothing but places to fill in has no known output', () => {
  const template = at('Dockerfile.j2', 'FROM {{ base }}\n{{ steps }}\nCMD ["/usr/bin/program"]\n');
  expect(renderedTemplate(template, [at('Dockerfile', 'CMD ["/usr/bin/program"]\n')])).toBe(
    undefined,
  );
});
