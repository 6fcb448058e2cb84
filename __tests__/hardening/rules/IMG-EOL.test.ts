import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-EOL', [
  [
    withConfig({ Env: ['NODE_VERSION=14.21.3'] }),
    ['high FROM: node 14 in the image reached end of life on 2023-04-30'],
  ],
  [withConfig({ Env: ['NODE_VERSION=24.1.0', 'PYTHON_VERSION='] }), []],
]);
