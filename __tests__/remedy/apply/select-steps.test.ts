import { expect, it, test } from '@jest/globals';
import { selectSteps } from '../../../src/remedy/apply/select-steps.js';
import { step } from './steps.js';

const PLAN = {
  steps: [
    step('move-tag Dockerfile:1', { safe: false }),
    step('edit Dockerfile:3', { after: ['move-tag Dockerfile:1'] }),
    step('edit Dockerfile:5'),
    step('rebuild Dockerfile', { after: ['edit Dockerfile:5'] }),
  ],
};

const selected = (selection: Parameters<typeof selectSteps>[1]) =>
  selectSteps(PLAN, selection).map(({ id }) => id);

test('all safe steps are those that do not come after one that is not safe', () => {
  expect(selected('all-safe')).toEqual(['edit Dockerfile:5', 'rebuild Dockerfile']);
});

test('steps are named by their ids, and done in the order of the plan', () => {
  expect(selected(['edit Dockerfile:5', 'move-tag Dockerfile:1', 'edit Dockerfile:5'])).toEqual([
    'move-tag Dockerfile:1',
    'edit Dockerfile:5',
  ]);
});

it.each(['0', '1', 'edit', ''])('has no step %j', (name) => {
  expect(() => selectSteps(PLAN, [name])).toThrow(`The plan has no step "${name}"`);
});

it('asks for the step that comes before', () => {
  expect(() => selectSteps(PLAN, ['edit Dockerfile:3'])).toThrow(
    'Step edit Dockerfile:3 comes after step move-tag Dockerfile:1. Add --step move-tag Dockerfile:1',
  );
});

test('an empty plan has no step', () => {
  expect(() => selectSteps({ steps: [] }, ['1'])).toThrow('the plan is empty');
  expect(selectSteps({ steps: [] }, 'all-safe')).toEqual([]);
});
