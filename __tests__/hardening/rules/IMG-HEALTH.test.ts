import { testRule, withCommand, withConfig } from '../rule-cases.js';

testRule('IMG-HEALTH', [
  [withCommand('app'), ['info FROM: Image has no health check']],
  [
    withConfig({ Cmd: ['a'], Healthcheck: { Test: ['NONE'] } }),
    ['info HEALTHCHECK: Image disables its health check'],
  ],
  [withConfig({ Cmd: ['a'], Healthcheck: { Test: ['CMD', 'b'] } }), []],
  [withConfig({}), []],
]);
