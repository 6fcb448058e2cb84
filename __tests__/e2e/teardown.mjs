import { rmSync } from 'node:fs';
import end from '../../scripts/jest/end.mjs';
import { removeLaid } from '../../scripts/lay-shipped.mjs';
import { endPeers } from './end-peers.mjs';

export default function teardown(globalConfig) {
  endPeers(process.env.PORTSIDE_SHARED);
  rmSync(process.env.PORTSIDE_SHARED, { recursive: true, maxRetries: 5 });
  removeLaid(process.env.PORTSIDE_SHIPPED);
  return end(globalConfig);
}
