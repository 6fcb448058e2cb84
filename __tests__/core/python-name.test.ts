import { expect, it } from '@jest/globals';
import { pythonName } from '../../src/core/python-name.js';

it.each([
  ['Ruamel.YAML', 'ruamel-yaml'],
  ['zope.interface', 'zope-interface'],
  ['a-_.b', 'a-b'],
  ['PyYAML', 'pyyaml'],
])('%s is %s for PyPI', (name, plain) => {
  expect(pythonName(name)).toBe(plain);
});
