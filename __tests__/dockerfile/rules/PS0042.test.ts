import { testRule } from './test-rule.js';

testRule('PS0042', {
  reported: [
    ['FROM a:1\nRUN --security=insecure make', '2:--security=insecure'],
    ['FROM a:1\nRUN --network=host make', '2:--network=host'],
    ['FROM a:1\nONBUILD RUN --security=insecure make', '2:--security=insecure'],
  ],
  silent: ['FROM a:1\nRUN --security=sandbox make\nRUN --network=none make\nRUN make'],
});
