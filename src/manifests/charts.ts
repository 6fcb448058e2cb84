import { join, posix, resolve } from 'node:path';
import type { Coverage, Incomplete } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { type Holder, isForProduction, nameIdOf } from '../core/holder.js';
import type { ProcessRunner } from '../core/host.js';
import type { Location } from '../core/location.js';
import { variantId, withVariants } from '../core/variants.js';
import { temporaryFolder } from '../lib/run-resources.js';
import { plainText, pluralize } from '../lib/text.js';
import { maskText } from '../secrets/mask-text.js';
import { type ChartPlan, planChart } from './chart-files.js';
import { valuesSecrets } from './chart-values.js';
import { type Helm, type HelmRendering, helmTemplate } from './helm/helm-template.js';
import type { Manifest } from './manifest.js';
import { reachKey } from './reach.js';
import { lintRendered, type RenderedFindings, type RepositoryContext } from './rendered-chart.js';
import type { DeployedImage } from './select.js';

/** The templates of a chart that cannot be read as they are. */
export interface ChartTemplates {
  /** One file can have several. */
  readonly count: number;
  readonly paths: ReadonlySet<string>;
}

/** The charts of a repository with templates that could not be read as they are. */
export interface ChartRequest extends RepositoryContext {
  readonly root: string;
  /** By folder. */
  readonly charts: ReadonlyMap<string, ChartTemplates>;
  /** Absent: nothing is rendered. */
  readonly renderer?: ProcessRunner | undefined;
}

/** What was found in rendered charts. */
export interface ChartInspection {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly incomplete: readonly Incomplete[];
  readonly images: readonly DeployedImage[];
  /** What helm renders of each template. */
  readonly output: readonly Manifest[];
  /** What their findings are about, and their values files. */
  readonly holders: readonly Holder[];
  /** The charts whose templates need no other check. */
  readonly charts: readonly ChartTemplates[];
}

const MOST_CHARTS = 20;
/** Milliseconds for all charts. */
const TIMEOUT_MS = 120_000;

/**
 * Renders charts with helm, if it is installed, and checks the result. Each finding is in the template that it comes from.
 * A chart that is not rendered is a gap that says why.
 */
export async function inspectCharts(request: ChartRequest): Promise<ChartInspection> {
  const { charts, renderer } = request;
  const found: Results = {
    findings: new Map(),
    suppressed: new Map(),
    images: new Map(),
    output: new Map(),
    coverage: [],
    incomplete: [],
    holders: [],
    rendered: new Set(),
    templates: new Set(),
  };
  const program = charts.size === 0 ? undefined : await renderer?.find('helm');
  const why = reasonNotToRender(renderer, program);
  const end = performance.now() + TIMEOUT_MS;
  let started = 0;
  // A chart comes before those in its folder.
  const ordered = [...charts].sort(([one], [other]) => one.length - other.length);
  for (const [chart, { count: templates, paths }] of ordered) {
    searchValues(chart, undefined, request, found);
    const outer = outerChart(chart, charts);
    if (outer !== undefined && found.rendered.has(outer)) {
      found.rendered.add(chart);
      if (![...found.templates].some((path) => path.startsWith(`${chart}/`)))
        addUnrendered(found, chart, [...paths]);
      continue;
    }
    const gap = (reason: string) => addRow(found, chart, 'not-covered', reason);
    if (why !== undefined || !renderer || program === undefined)
      gap(`${skipped(templates)}. ${why}`);
    else if (++started > MOST_CHARTS)
      gap(`${skipped(templates)}: only ${MOST_CHARTS} charts are rendered in one run`);
    else if (performance.now() > end)
      gap(`${skipped(templates)}: the time for all charts, ${TIMEOUT_MS / 1_000} s, is over`);
    else
      await inspectChart(
        chart,
        { program, run: (...all) => renderer.run(...all), folder: join(temporaryFolder(), 'helm') },
        request,
        found,
      );
  }
  return {
    findings: [...found.findings.values()],
    suppressed: [...found.suppressed.values()],
    images: [...found.images.values()],
    output: [...found.output.values()],
    coverage: found.coverage,
    incomplete: found.incomplete,
    holders: found.holders,
    charts: [...charts].flatMap(([chart, one]) => (found.rendered.has(chart) ? one : [])),
  };
}

function searchValues(
  chart: string,
  values: string | undefined,
  request: ChartRequest,
  found: Results,
): void {
  const { gap, ...secrets } = valuesSecrets(chart, values, request);
  keep({ ...secrets, images: [] }, found, undefined);
  if (gap !== undefined) addRow(found, posix.join(chart, values ?? 'values.yaml'), 'partial', gap);
}

interface Results {
  /** By fingerprint and place: several values files give the same finding. */
  readonly findings: Map<string, Finding>;
  readonly suppressed: Map<string, Finding>;
  readonly images: Map<string, DeployedImage>;
  /** By path: with another values file, a template has about the same objects. */
  readonly output: Map<string, Manifest>;
  readonly coverage: Coverage[];
  readonly incomplete: Incomplete[];
  readonly holders: Holder[];
  /** The charts. */
  readonly rendered: Set<string>;
  /** The templates that some values render to something. */
  readonly templates: Set<string>;
}

const ADVICE = 'Add values to ci/NAME-values.yaml with which it renders';
const RENDER = 'Render the chart with helm template, and check the result';

function reasonNotToRender(
  renderer: ProcessRunner | undefined,
  program: string | undefined,
): string | undefined {
  if (!renderer) return RENDER;
  if (renderer.untrusted !== undefined)
    return `No chart is rendered, because ${renderer.untrusted.cause}`;
  return program === undefined
    ? 'Install helm, or render the chart with helm template, and check the result'
    : undefined;
}

function skipped(count: number): string {
  return count === 1
    ? 'A template of this Helm chart was skipped'
    : `${count} templates of this Helm chart were skipped`;
}

function addRow(found: Results, target: string, state: Coverage['state'], reason?: string): void {
  found.coverage.push({
    check: 'manifest',
    target,
    state,
    ...(reason !== undefined && { reason }),
  });
}

/** The chart that has another one in its folder `charts`, and renders it too. */
function outerChart(chart: string, charts: ReadonlyMap<string, unknown>): string | undefined {
  return [...charts.keys()].find((other) => chart.startsWith(posix.join(other, 'charts/')));
}

/** Renders a chart with each of its values files. It is covered if helm renders it with all of them. */
async function inspectChart(
  chart: string,
  helm: Helm,
  request: ChartRequest,
  found: Results,
): Promise<void> {
  const { root, readFile } = request;
  const plan = planChart(root, chart, readFile);
  if (!('values' in plan)) return addRow(found, chart, plan.state, plan.reason);
  const problems: Problem[] = [];
  const rendered = new Set<string>();
  const place = (path: string) => posix.join(chart, path);
  for (const values of plan.values) {
    if (values !== undefined) searchValues(chart, values, request, found);
    const rendering = await shared(request.renderer, `${plan.digest}\n${values}`, () =>
      helmTemplate(helm, {
        chart: resolve(root, chart),
        values: values === undefined ? undefined : resolve(root, chart, values),
      }),
    );
    if ('problem' in rendering) {
      problems.push({ ...rendering, values });
      // Other values would take as long.
      if (!rendering.isRejected) break;
      continue;
    }
    const { text } = rendering;
    const result = lintRendered({ chart, text }, request);
    keep(result, found, plan.values.length > 1 ? place(values ?? 'values.yaml') : undefined);
    found.holders.push(...result.holders);
    for (const one of result.manifests) found.output.set(one.path, one);
    for (const path of result.rendered) rendered.add(place(path));
    for (const reason of result.gaps) addRow(found, chart, 'partial', reason);
  }
  for (const path of rendered) found.templates.add(path);
  nameValues(chart, plan.values, found);
  const isOver = problems.some(({ isRejected }) => !isRejected);
  if (rendered.size === 0 && !isOver && problems.length < plan.values.length)
    return addRow(found, chart, 'not-covered', EMPTY);
  const isLeft = (path: string) => !rendered.has(place(path)) && !request.plain.has(place(path));
  report(chart, { ...plan, templates: plan.templates.filter(isLeft) }, problems, found);
}

/** Adds the values files of a chart as variants, and names them in the findings that do not hold with all of them. */
function nameValues(chart: string, values: readonly (string | undefined)[], found: Results): void {
  if (values.length < 2) return;
  const paths = new Set(values.map((one) => posix.join(chart, one ?? 'values.yaml')));
  for (const path of paths)
    found.holders.push({
      id: variantId(path),
      nameId: nameIdOf(posix.basename(path)),
      kind: `values file of ${chart}`,
      sketch: '',
      exposure: isForProduction(path) ? ['production'] : [],
    });
  for (const all of [found.findings, found.suppressed])
    for (const [key, one] of all)
      if (
        one.variants &&
        one.variants.length < paths.size &&
        one.variants.every((v) => paths.has(v))
      )
        all.set(key, withVariants(one, one.variants));
}

const renderings = new WeakMap<ProcessRunner, Map<string, HelmRendering>>();
/** Renderings of one run that are kept, and their characters. */
const MOST_SHARED = 100;
const MAX_SHARED = 1024 * 1024;

/** A rendering of this run: a pull request checks its base commit too, where most charts are the same. */
async function shared(
  renderer: ProcessRunner | undefined,
  key: string,
  render: () => Promise<HelmRendering>,
): Promise<HelmRendering> {
  const known = (renderer && renderings.get(renderer)) ?? new Map<string, HelmRendering>();
  const before = known.get(key);
  if (before) return before;
  const rendering = await render();
  const isKept = 'problem' in rendering ? rendering.isRejected : rendering.text.length < MAX_SHARED;
  if (renderer && isKept && known.size < MOST_SHARED)
    renderings.set(renderer, known.set(key, rendering));
  return rendering;
}

const EMPTY =
  'helm template writes nothing that comes from its templates, so they were not checked. Add values to ci/NAME-values.yaml with which they render';

/** Templates that one sentence names. */
const MOST_NAMED = 5;

/** Templates that are switched off with all its values. */
function addUnrendered(found: Results, target: string, paths: readonly string[]): void {
  const more = paths.length - MOST_NAMED;
  const named = paths.slice(0, MOST_NAMED).map((path) => plainText(path, 100));
  const rest = more > 0 ? ` and ${more} more` : '';
  const reason = `Its values render nothing of ${named.join(', ')}${rest}. Add values to ci/NAME-values.yaml with which they render`;
  found.coverage.push({ check: 'manifest', target, state: 'partial', reason, informational: true });
}

/** A values file with which a chart could not be rendered. */
interface Problem {
  readonly values: string | undefined;
  readonly problem: string;
  readonly isRejected: boolean;
}

/** `templates` are those that no values render. */
function report(
  chart: string,
  { values, left, hasTestValues, templates }: ChartPlan,
  problems: readonly Problem[],
  found: Results,
): void {
  const isOver = problems.some(({ isRejected }) => !isRejected);
  const isAll = isOver || problems.length === values.length;
  // A chart that needs values has those of its tests.
  const counted = problems.filter((one) => isAll || !hasTestValues || one.values !== undefined);
  const first = counted.find(({ isRejected }) => isRejected !== isOver);
  if (first) {
    const using = first.values === undefined ? '' : ` (with ${first.values})`;
    const advice = isOver ? 'Run helm template to see why' : ADVICE;
    found.incomplete.push({
      check: 'manifest',
      target: chart,
      reason: `${maskText(first.problem)}${using}. ${advice}`,
    });
  }
  if (isAll) return;
  found.rendered.add(chart);
  addRow(found, chart, 'checked');
  if (templates.length > 0) addUnrendered(found, chart, templates);
  if (left > 0)
    addRow(
      found,
      chart,
      'partial',
      `It was not rendered with ${pluralize(left, 'more values file')}`,
    );
}

function keep(
  { findings, suppressed, images }: Pick<RenderedFindings, 'findings' | 'suppressed' | 'images'>,
  found: Results,
  variant: string | undefined,
): void {
  const add = (all: Map<string, Finding>, one: Finding) => {
    const key = `${one.fingerprint}\n${placeOf(one.location)}\n${reachKey(one.reach)}`;
    const known = all.get(key) ?? one;
    const variants = variant === undefined ? [] : [...(known.variants ?? []), variant];
    all.set(key, variants.length > 0 ? { ...known, variants: [...new Set(variants)] } : known);
  };
  for (const one of findings) add(found.findings, one);
  for (const one of suppressed) add(found.suppressed, one);
  for (const one of images) {
    const key = `${one.reference}\n${placeOf(one.location)}`;
    if (!found.images.has(key)) found.images.set(key, one);
  }
}

function placeOf(location: Location | undefined): string {
  return location ? `${location.path}:${location.startLine}` : '';
}
