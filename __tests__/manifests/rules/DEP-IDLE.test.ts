import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-IDLE', [
  [service('command: sleep infinity'), ['sleep infinity']],
  [service('entrypoint: [tail, -f, /dev/null]'), ['[tail, -f, /dev/null]']],
  [
    service('entrypoint: [sh, -c]\n    command: "while true; do sleep 30; done"'),
    ['"while true; do sleep 30; done"'],
  ],
  [service('command: sh -c "sleep 5 && server"'), []],
  [service('command: tail -f /var/log/x'), []],
  [container('command: [sleep, "86400"]'), ['[sleep, "86400"]']],
  [container('args: [serve]'), []],
]);

it.each([
  ['sleep infinity', 'only runs a command that waits'],
  ['/bin/sh -c "sleep 99999"', 'only runs a command that waits'],
  ['sh -ec "while true; do sleep 30; done"', 'only runs a command that waits'],
  ['sh -c "/start-server && tail -f /dev/null"', 'waits after its command'],
])('%s: %s', (command, message) => {
  const words = command.match(/"[^"]*"|\S+/g)?.join(', ');
  const [found] = findingsOf('DEP-IDLE', service(`command: [${words}]`));
  expect(found?.message).toContain(message);
});
