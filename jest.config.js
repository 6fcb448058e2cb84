// Ends tests that hang. scripts/jest/setup.mjs reads it.
process.env.TEST_TIMEOUT_MS ??= '60000';

/** @type {import('jest').Config} */
export default {
  // Runs test files in bare Node.js: one process per worker, in which modules are loaded once.
  runner: 'jest-light-runner/child-process',
  globalSetup: '<rootDir>/scripts/jest/start.mjs',
  globalTeardown: '<rootDir>/scripts/jest/end.mjs',
  testSequencer: '<rootDir>/scripts/jest/sequencer.mjs',
  setupFiles: ['<rootDir>/scripts/jest/setup.mjs'],
  transform: {},
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testMatch: ['**/__tests__/**/*.test.ts'],
  // By default jest leaves one core unused.
  maxWorkers: '100%',
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/e2e/'],
};
