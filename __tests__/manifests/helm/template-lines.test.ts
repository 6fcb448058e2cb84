import { expect, it } from '@jest/globals';
import { renderedTemplates } from '../../../src/manifests/helm/rendered-templates.js';
import { templateLines } from '../../../src/manifests/helm/template-lines.js';

const TEMPLATE = `{{- if .Values.enabled }}
kind: Deployment
spec:
  template:
    spec:
      securityContext:
        {{- toYaml .Values.pod | nindent 8 }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}"
          securityContext:
            {{- toYaml .Values.container | nindent 12 }}
        {{- range .Values.sidecars }}
        - name: {{ .name }}
          image: {{ .image }}
          tty: true
        {{- end }}
{{- end }}
`;
const RENDERED = `---
# Source: shop/templates/app.yaml
kind: Deployment
spec:
  template:
    spec:
      securityContext:
        runAsUser: 0
      containers:
        - name: shop
          image: "nginx:1"
          securityContext:
            privileged: true
        - name: log
          image: busybox
          tty: true
`;

it.each([
  ['kind: Deployment', 2, true],
  ['securityContext:', 6, true],
  ['runAsUser: 0', 6, false],
  ['privileged: true', 11, false],
  ['image: "nginx:1"', 10, true],
  ['image: busybox', 15, true],
  ['tty: true', 16, true],
  ['- name: log', 14, true],
  ['# Source: shop/templates/app.yaml', 1, false],
])('%s comes from line %d', (text, expected, isKnown) => {
  const line = RENDERED.split('\n').findIndex((one) => one.trim() === text) + 1;
  const found = templateLines(TEMPLATE, RENDERED)(line);
  expect([found.range.startLine, found.isKnown]).toEqual([expected, isKnown]);
});

it('a template without the line, and one that is empty', () => {
  expect(templateLines('{{ include "all" . }}', RENDERED)(13)).toEqual({
    range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 22 },
    isKnown: false,
  });
  expect(templateLines('', '')(1).range.startLine).toBe(1);
});

it('the templates of a rendered chart, each with all its documents', () => {
  const text = `---
# Source: a/templates/x.yaml
kind: A
---
# Source: a/charts/b/templates/y.yaml
kind: B
data: |
  ---
  # Source: a/templates/forged.yaml
---
# Source: a/templates/x.yaml
kind: C
---
# Source: a/../../etc/passwd
kind: D
`;
  const { templates, hasMore } = renderedTemplates(text);
  expect(templates.map(({ path }) => path)).toEqual([
    'templates/x.yaml',
    'charts/b/templates/y.yaml',
  ]);
  expect(templates[0]?.text).toBe(
    '---\n# Source: a/templates/x.yaml\nkind: A\n---\n# Source: a/templates/x.yaml\nkind: C\n',
  );
  expect(hasMore).toBe(true);
  expect(renderedTemplates('WARNING: nothing')).toEqual({ templates: [], hasMore: false });
});
