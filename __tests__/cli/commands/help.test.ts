import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../src/cli/commands/commands.js';
import { commandHelp } from '../../../src/cli/commands/help.js';
import { SOURCES } from '../../../src/image/sources/sources.js';

const helpOf = (name: string) =>
  COMMANDS.filter((c) => c.name === name)
    .map(commandHelp)
    .join('');

describe('the help of a command', () => {
  it.each(['scan', 'sbom'])('%s explains every kind of TARGET', (name) => {
    for (const { scheme } of SOURCES)
      expect(helpOf(name)).toMatch(new RegExp(`^  ${scheme}:`, 'm'));
    expect(helpOf(name)).toContain('SBOM file');
  });

  it('verify explains TARGET', () => {
    expect(helpOf('verify')).toMatch(/^TARGET is an image: registry:NAME/m);
  });

  it.each(['build', 'info', 'push'])('db explains %s', (action) => {
    expect(helpOf('db')).toMatch(new RegExp(`^portside db ${action} \\S.*  \\S`, 'm'));
  });
});
