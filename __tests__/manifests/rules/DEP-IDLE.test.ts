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
