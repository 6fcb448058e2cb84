import { baseFiles, fileOfSize, testRule } from '../rule-cases.js';

testRule('IMG-WASTE', [
  [
    { layers: [baseFiles, [fileOfSize('big', 3_000_000)], [{ name: '.wh.big' }]] },
    ['low layer 2: 100 % of the added layers is duplicated data; 3.0 MB can be saved'],
  ],
  [{ layers: [baseFiles, [fileOfSize('a', 500_000)], [fileOfSize('a', 500_000)]] }, []],
]);
