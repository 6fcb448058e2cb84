import { testRule } from '../rule-cases.js';

testRule('IMG-HISTSECRET', [
  [
    { history: [{ created_by: 'RUN |1 NPM_TOKEN=abc /bin/sh -c npm ci # buildkit' }] },
    ['critical FROM: Value of NPM_TOKEN is readable in the image history'],
  ],
  [
    {
      history: [{ created_by: 'ARG NPM_TOKEN=abc', empty_layer: true }, { created_by: 'COPY a b' }],
    },
    ['critical ARG NPM_TOKEN: Value of NPM_TOKEN is readable in the image history'],
  ],
  [
    {
      config: { Env: ['A_TOKEN=abc'] },
      history: [{ created_by: 'ENV A_TOKEN=abc', empty_layer: true }, {}],
    },
    [],
  ],
]);
