import { expect, it } from '@jest/globals';
import { dayOfEnd, supportOfTag } from '../../src/releases/base-images.js';

it.each([
  ['openjdk', '17-jdk', 'openjdk on 2022-07-31'],
  ['openjdk', '17-ea', undefined],
  ['openjdk', '17-ea-jdk', undefined],
  ['openjdk', '17-eager', 'openjdk on 2022-07-31'],
  ['java', '8', 'java on 2016-12-31'],
  ['acme/java', '8', undefined],
])('the retired product of %s:%s is %j', (image, tag, expected) => {
  const [first] = supportOfTag(image, tag);
  expect(first && `${first.what} ${dayOfEnd(first)}`).toBe(expected);
});
