import { describe, expect, it } from '@jest/globals';
import { OPTION_EXAMPLES } from '../../scripts/pages/option-examples.js';
import { camelCase } from '../../src/lib/camel-case.js';
import { readEnvironment } from '../../src/options/environment.js';
import { readInputs } from '../../src/options/inputs.js';
import { OPTIONS, type Option } from '../../src/options/option-table.js';
import { readOptions } from '../../src/options/read-options.js';
import { NOW } from '../now.js';

/** An option is declared once: its declaration is enough to read it, from the command line and from the Action's inputs. */

const DECLARED: readonly Option[] = OPTIONS;
const PLAIN = DECLARED.filter(({ becomes }) => becomes === undefined);
const named = (options: readonly Option[]) =>
  options.map((option) => [option.name, option] as const);

/** What the example of an option asks for. */
function withExample(name: string): Readonly<Record<string, unknown>> {
  const [command = '', ...words] = (OPTION_EXAMPLES[name]?.match(/"[^"]*"|\S+/g) ?? []).map(
    (word) => word.replaceAll('"', ''),
  );
  return { ...readOptions(command, words, readEnvironment({}), NOW) };
}

function withInputs(env: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return { ...readInputs(env, NOW).options };
}

/** What is asked for without any option. */
const usual: Readonly<Record<string, unknown>> = {
  ...readOptions('scan', ['app'], readEnvironment({}), NOW),
};

describe.each(named(PLAIN.filter(({ type }) => type === 'boolean')))(
  'the flag --%s',
  (name, { input }) => {
    const property = camelCase(name);

    it('is false by default, and true when it is given', () => {
      expect(usual[property]).toBe(false);
      expect(withExample(name)[property]).toBe(true);
    });

    it('is false in the Action, and true only by its input', () => {
      expect(withInputs({})[property]).toBe(false);
      expect(withInputs({ [`INPUT_${(input ?? name).toUpperCase()}`]: 'true' })[property]).toBe(
        input !== undefined,
      );
    });
  },
);

describe.each(named(PLAIN.filter(({ type }) => type === 'string')))(
  'the option --%s',
  (name, { input, multiple }) => {
    const property = camelCase(name);
    const none = multiple ? [] : undefined;

    it('has no value by default, and the one that is given', () => {
      expect(usual[property]).toEqual(none);
      expect([withExample(name)[property]].flat().map(String)).toEqual([
        expect.stringMatching(/^\S+$/),
      ]);
    });

    it('has no value in the Action, except that of its input', () => {
      expect(withInputs({})[property]).toEqual(none);
      const value = withInputs({ [`INPUT_${(input ?? name).toUpperCase()}`]: ' x ' })[property];
      expect(value).toEqual(input === undefined ? none : multiple ? ['x'] : 'x');
    });
  },
);

describe.each(named(DECLARED.filter(({ becomes }) => becomes !== undefined)))(
  'the option --%s, which is interpreted',
  (name, { becomes = '' }) => {
    it('sets the property that its declaration names, and none of its own', () => {
      const options = withExample(name);
      expect(options[becomes]).not.toEqual(usual[becomes]);
      if (camelCase(name) !== becomes) expect(options).not.toHaveProperty(camelCase(name));
    });
  },
);
