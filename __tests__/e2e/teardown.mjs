import { rmSync } from 'node:fs';

export default function teardown() {
  rmSync(process.env.PORTSIDE_SHIPPED, { recursive: true });
}
