/** @type {import('jest').Config} */
export default {
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/(?!node_modules/).*)\\.js$': '$1',
    '^fast-check$': '<rootDir>/__tests__/fast-check.ts',
  },
  testMatch: ['**/__tests__/**/*.test.ts'],
  // Tests measure no time. The timeout only ends tests that hang, also on busy machines.
  testTimeout: 60_000,
  // By default jest leaves one core unused.
  maxWorkers: '100%',
  // Modules of finished test files are never freed (--experimental-vm-modules): a worker grows to gigabytes and slows down.
  workerIdleMemoryLimit: '512MB',
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text-summary'],
  // Slightly below the current coverage, so that new code without tests fails.
  coverageThreshold: { global: { statements: 91, branches: 89, functions: 94 } },
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/e2e/'],
};
