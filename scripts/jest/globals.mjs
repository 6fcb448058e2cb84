/** The module @jest/globals for jest-light-runner, which has the functions of jest as globals. */
import { setTimeoutOfFile } from './setup.mjs';

const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globalThis;

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test };
export const jest = Object.assign(globalThis.jest, { setTimeout: setTimeoutOfFile });
