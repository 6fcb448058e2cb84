import { rmSync } from 'node:fs';
import end from '../../scripts/jest/end.mjs';

export default function teardown(globalConfig) {
  rmSync(process.env.PORTSIDE_SHIPPED, { recursive: true });
  return end(globalConfig);
}
