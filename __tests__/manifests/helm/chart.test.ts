import { expect, test } from '@jest/globals';
import { helmChartOf } from '../../../src/manifests/helm/chart.js';

test.each([
  ['templates/a.yaml', ['Chart.yaml'], '.'],
  ['deploy/shop/templates/sub/a.yaml', ['deploy/shop/Chart.yaml'], 'deploy/shop'],
  ['templates/shop/templates/a.yaml', ['templates/shop/Chart.yaml'], 'templates/shop'],
  ['templates/shop/templates/a.yaml', ['Chart.yaml'], '.'],
  ['deploy/templates/a.yaml', ['Chart.yaml'], undefined],
  ['deploy/a.yaml', ['deploy/Chart.yaml'], undefined],
])('%s in a repository with %j belongs to the chart %s', (path, files, chart) => {
  expect(helmChartOf(path, (name) => (files.includes(name) ? '' : undefined))).toBe(chart);
});
