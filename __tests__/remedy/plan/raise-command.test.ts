import { expect, it } from '@jest/globals';
import { raiseCommand } from '../../../src/remedy/plan/language-packages.js';

it.each([
  ['npm', '--ee', '1.0.1'],
  ['npm', '../gg', '1.0.1'],
  ['npm', 'owner/repository', '1.0.1'],
  ['npm', 'https://evil.example/a', '1.0.1'],
  ['npm', 'a', '1.0.1 && touch x'],
  ['yarn', 'a', 'latest'],
  ['cargo', '-Zx', '1.0.1'],
  ['composer', 'vendor/-x', '$(x)'],
  ['poetry', 'a b', '1.0'],
])('no command of %s names %j %j', (manager, name, version) => {
  expect(raiseCommand(manager, name, version, true)).toBeUndefined();
});

it.each([
  ['npm', '@scope/a.b', '1.0.1-rc.1'],
  ['composer', 'symfony/http-kernel', 'v5.4.20'],
  ['cargo', 'serde_json', '1.0.1+a'],
  ['uv', 'ruamel.yaml', '0.18.5.post1'],
])('a command of %s names %j %j', (manager, name, version) => {
  expect(raiseCommand(manager, name, version)?.command.join(' ')).toContain(name);
});
