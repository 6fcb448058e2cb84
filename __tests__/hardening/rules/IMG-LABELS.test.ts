import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-LABELS', [
  [
    withConfig({
      Labels: {
        'org.opencontainers.image.source': 'x',
        'org.opencontainers.image.revision': ' ',
      },
    }),
    [
      'info FROM: Image has no label org.opencontainers.image.{revision,created,licenses,base.digest}',
    ],
  ],
  [
    withConfig({
      Labels: Object.fromEntries(
        ['source', 'revision', 'created', 'licenses', 'base.digest'].map((name) => [
          `org.opencontainers.image.${name}`,
          'x',
        ]),
      ),
    }),
    [],
  ],
]);
