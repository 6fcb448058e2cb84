import { baseFiles, fileOfSize, testRule } from '../rule-cases.js';

testRule('IMG-EFF', [
  [
    { layers: [baseFiles, [fileOfSize('big', 3_000_000)], [fileOfSize('big', 3_000_000)]] },
    ['low layer 2: Image efficiency is 50 %: later layers replace or delete 3.0 MB'],
  ],
  [{ layers: [baseFiles, [fileOfSize('big', 3_000_000)], [fileOfSize('other', 3_000_000)]] }, []],
  [
    {
      layers: [
        [fileOfSize('big', 3_000_000)],
        [fileOfSize('big', 3_000_000)],
        [fileOfSize('x', 1)],
      ],
      baseLayers: 2,
    },
    [],
  ],
]);
