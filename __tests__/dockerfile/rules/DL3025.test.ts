import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL3025', {
  reported: [
    ['FROM a:1\nCMD nginx -g "daemon off;"', '2:nginx -g "daemon off;"'],
    ['FROM a:1\nHEALTHCHECK --interval=5s CMD curl -f x', '2:curl -f x'],
  ],
  silent: ['FROM a:1\nHEALTHCHECK NONE\nCMD ["a"]'],
  fixed: [['FROM a:1\nCMD nginx -g "daemon off;"', 'FROM a:1\nCMD ["nginx", "-g", "daemon off;"]']],
  unfixed: ['FROM a:1\nCMD a && b', 'FROM a:1\nCMD exec $APP'],
});

test.each([
  ['CMD run $X', 'low', 'does not forward signals'],
  ['ENTRYPOINT exec java $OPTS -jar a', 'info', 'needs a shell'],
  ['CMD exec a; b', 'low', 'does not forward signals'],
  ['HEALTHCHECK CMD curl a || exit 1', 'info', 'needs a shell'],
])('%s has severity %s, and the message says: %s', (line, severity, reason) => {
  const [finding] = lint(`FROM a:1\n${line}`, 'DL3025');
  expect(finding).toMatchObject({ severity, message: expect.stringContaining(reason) });
});
