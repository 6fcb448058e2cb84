import { expect, test } from '@jest/globals';
import { checkstyle } from '../../../src/reports/formats/checkstyle.js';
import { context, report } from '../sample.js';
import { readXml } from '../xml.js';

test('the Checkstyle report lists findings with a location by file and line', () => {
  const [file] = readXml(checkstyle.render(report(), context())).children;
  expect(file?.attributes.get('name')).toBe('Dockerfile');
  expect(
    file?.children.map((e) => [e.attributes.get('line'), e.attributes.get('severity')]),
  ).toEqual([
    ['1', 'error'],
    ['1', 'error'],
    ['1', 'info'],
    ['1', 'info'],
    ['3', 'warning'],
  ]);
});
