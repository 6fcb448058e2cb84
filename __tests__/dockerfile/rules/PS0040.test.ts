import { testRule } from './test-rule.js';

testRule('PS0040', {
  reported: [
    [
      'FROM a:1\nRUN pip install --extra-index-url https://x.org/simple a==1',
      '2:https://x.org/simple',
    ],
  ],
  silent: [
    'FROM a:1\nRUN pip install --index-url https://x.org/simple a==1',
    'FROM a:1\nRUN pip install --find-links ./wheels a==1',
  ],
});
