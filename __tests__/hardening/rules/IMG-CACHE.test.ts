import { baseFiles, fileOfSize, testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-CACHE', [
  [
    withFiles(
      fileOfSize('var/lib/apt/lists/x_Packages', 1_200_000),
      fileOfSize('root/.cache/pip/http/a', 10),
    ),
    [
      'low layer 1: Cache of apt and pip takes 1.2 MB of this layer: rm -rf /var/lib/apt/lists/* in the same RUN',
    ],
  ],
  [
    {
      layers: [
        baseFiles,
        [fileOfSize('home/node/.npm/_cacache/a', 2_000_000)],
        [{ name: 'home/node/.wh..npm' }],
      ],
    },
    [
      'low layer 1: Cache of npm takes 2.0 MB of this layer: npm cache clean --force in the same RUN',
    ],
  ],
  [
    withFiles(fileOfSize('var/cache/apt/archives/a.deb', 2_000_000)),
    [
      'low layer 1: Cache of apt downloads takes 2.0 MB of this layer: apt-get clean in the same RUN',
    ],
  ],
  [withFiles(fileOfSize('var/lib/apt/lists/x', 900_000)), []],
  [withBaseFiles(fileOfSize('var/lib/apt/lists/x', 2_000_000)), []],
]);
