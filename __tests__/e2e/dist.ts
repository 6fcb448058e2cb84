/** What the end-to-end tests run. setup.mjs lays it where it ships, outside of the checkout. */
export const CLI = laid('PORTSIDE_SHIPPED_CLI');
export const ACTION = laid('PORTSIDE_SHIPPED_ACTION');
/** A folder with Node.js 24 and nothing else. */
export const BIN = laid('PORTSIDE_SHIPPED_BIN');

function laid(variable: string): string {
  const path = process.env[variable];
  if (path === undefined)
    throw new Error(`${variable} is not set: run the tests with npm run test:e2e`);
  return path;
}
