/** @type {import('jest').Config} */
export default {
  preset: 'ts-jest/presets/default-esm',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['**/__tests__/**/*.test.ts'],
  // Nothing here is timed: a limit only ends what hangs, however busy the machine.
  testTimeout: 60_000,
  // Also the core that jest would leave to a person: of two it takes one.
  maxWorkers: '100%',
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text-summary'],
  // A little under what there is: what falls below was written without its tests.
  coverageThreshold: { global: { statements: 91, branches: 89, functions: 94 } },
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/e2e/'],
};
