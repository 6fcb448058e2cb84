import type { Report } from '../../core/report.js';
import { toAsciiJson } from '../escape.js';
import type { Format } from '../format.js';
import {
  isOptionalList,
  LIST_NAMES,
  type SerializedReport,
  serializeReport,
} from '../stored/serialized-report.js';

/** The complete report for programs; docs/report.schema.json describes it. */
export const json: Format = {
  id: 'json',
  description: 'the complete report for programs (docs/report.schema.json)',
  render: (report: Report) => [...jsonDocument(serializeReport(report))].join(''),
};

/** Lines in one piece. */
const PIECE_LINES = 1_000;

/** The document in pieces, with one line for each item of each list: a merged report may be larger than a string. */
export function* jsonDocument(report: SerializedReport): Generator<string> {
  yield `{"schema":${toAsciiJson(report.schema)},\n"tool":${toAsciiJson(report.tool)}`;
  if (report.created !== undefined) yield `,\n"created":${toAsciiJson(report.created)}`;
  if (report.scope !== undefined) yield `,\n"scope":${toAsciiJson(report.scope)}`;
  for (const name of LIST_NAMES) {
    const lines = report[name].map(({ text }) => text);
    if (isOptionalList(name) && lines.length === 0) continue;
    yield `,\n"${name}":[`;
    for (let start = 0; start < lines.length; start += PIECE_LINES)
      yield `${start === 0 ? '\n' : ',\n'}${lines.slice(start, start + PIECE_LINES).join(',\n')}`;
    yield ']';
  }
  if (report.notShown) yield `,\n"notShown":${toAsciiJson(report.notShown)}`;
  if (report.files) yield `,\n"files":${toAsciiJson(report.files)}`;
  if (report.commits) yield `,\n"commits":${toAsciiJson(report.commits)}`;
  if (report.repositories) yield `,\n"repositories":${toAsciiJson(report.repositories)}`;
  if (report.baseline) yield `,\n"baseline":${toAsciiJson(report.baseline)}`;
  if (report.policyChange) yield `,\n"policyChange":${toAsciiJson(report.policyChange)}`;
  if (report.addedSuppressions)
    yield `,\n"addedSuppressions":${toAsciiJson(report.addedSuppressions)}`;
  if (report.plan) yield `,\n"plan":${toAsciiJson(report.plan)}`;
  yield `,\n"verdict":${toAsciiJson(report.verdict)}}\n`;
}
