import unit from './jest.config.js';

/** Tests against real parts that Debian's packages bring; `npm run test:e2e`. @type {import('jest').Config} */
export default {
  ...unit,
  testMatch: ['**/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
