import { testRule } from './test-rule.js';

testRule('JSONArgsRecommended', {
  reported: [
    ['FROM a:1\n# check=skip=JSONArgsRecommended\nRUN x\nCMD a $b', '4:a $b'],
    ['FROM a:1\nCMD a\nCMD b', '3:b'],
  ],
  silent: [
    'FROM a:1\n# check=skip=JSONArgsRecommended\nCMD a',
    'FROM a:1\nSHELL ["/bin/bash", "-c"]\nCMD a b',
  ],
});
