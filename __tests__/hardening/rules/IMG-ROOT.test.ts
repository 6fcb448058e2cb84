import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-ROOT', [
  [withConfig({}), ['medium USER: Image sets no user, so it runs as root']],
  [withConfig({ User: '0:0' }), ['medium USER: Image runs as 0']],
  [withConfig({ User: 'root:x' }), ['medium USER: Image runs as root']],
  [withConfig({ User: '00' }), ['medium USER: Image runs as 00']],
  [withConfig({ User: '1000' }), []],
  [{ ...withConfig({}), source: 'dir' }, []],
  [withConfig({ User: 'node:0' }), []],
]);
