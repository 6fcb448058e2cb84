import { testRule } from './test-rule.js';

testRule('PS0039', {
  reported: [
    ['FROM a:1\nRUN npx -y tool', '2:tool'],
    ['FROM a:1\nRUN npx tool@latest init', '2:tool@latest'],
    ['FROM a:1\nRUN pnpm dlx tool', '2:tool'],
    ['FROM a:1\nRUN uvx tool', '2:tool'],
    ['FROM a:1\nRUN cargo install tool', '2:tool'],
  ],
  silent: [
    'FROM a:1\nRUN npx tsc',
    'FROM a:1\nRUN npx -y tool@1.2.3',
    'FROM a:1\nRUN pnpm install',
    'FROM a:1\nRUN cargo install tool --version 1.2.3',
    'FROM a:1\nRUN cargo install --path .',
    'FROM a:1\nRUN cargo build',
  ],
});
