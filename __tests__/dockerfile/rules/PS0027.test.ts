import { testRule } from './test-rule.js';

testRule('PS0027', {
  reported: [['FROM a:1\nRUN conda install -y x', '2:install']],
  silent: ['FROM a:1\nRUN pacman -Syu --noconfirm x && pacman -Scc --noconfirm'],
});
