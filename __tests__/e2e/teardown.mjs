import end from '../../scripts/jest/end.mjs';
import { removeLaid } from '../../scripts/lay-shipped.mjs';

export default function teardown(globalConfig) {
  removeLaid(process.env.PORTSIDE_SHIPPED);
  return end(globalConfig);
}
