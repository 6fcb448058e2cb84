import unit from './jest.config.js';

// jest.config.js, which is loaded before, sets a shorter time, unless there is one.
if (process.env.TEST_TIMEOUT_MS === '60000') process.env.TEST_TIMEOUT_MS = '300000';

/** `npm run test:e2e`: tests with real programs from Debian packages. @type {import('jest').Config} */
export default {
  ...unit,
  globalSetup: '<rootDir>/__tests__/e2e/setup.mjs',
  globalTeardown: '<rootDir>/__tests__/e2e/teardown.mjs',
  testMatch: ['**/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
