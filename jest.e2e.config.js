import unit from './jest.config.js';

process.env.TEST_TIMEOUT_MS = '300000';

/** `npm run test:e2e`: tests with real programs from Debian packages. @type {import('jest').Config} */
export default {
  ...unit,
  globalSetup: '<rootDir>/__tests__/e2e/setup.mjs',
  globalTeardown: '<rootDir>/__tests__/e2e/teardown.mjs',
  testMatch: ['**/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
