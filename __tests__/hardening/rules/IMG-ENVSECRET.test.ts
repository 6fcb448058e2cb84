import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-ENVSECRET', [
  [
    withConfig({ Env: ['DB_PASSWORD=hunter2', 'PATH=/bin'] }),
    ['critical ENV DB_PASSWORD: Value of DB_PASSWORD is readable in the image configuration'],
  ],
  [withConfig({ Env: ['DB_PASSWORD=', '=x', 'DB_PASSWORD'] }), []],
]);
