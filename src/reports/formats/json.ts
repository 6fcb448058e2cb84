import type { Report } from '../../core/report.js';
import { toAsciiJson as encode } from '../escape.js';
import type { Format } from '../format.js';
import { LIST_NAMES, type SerializedReport, serializeReport } from '../stored/serialized-report.js';

/** The whole report for programs, as docs/report.schema.json describes it (DESIGN §10). */
export const json: Format = {
  id: 'json',
  description: 'the whole report for programs (docs/report.schema.json)',
  render: (report: Report) => [...jsonDocument(serializeReport(report))].join(''),
};

const PIECE = 1_000;

/** The document in pieces, with a line for each finding, package and the like. */
export function* jsonDocument(report: SerializedReport): Generator<string> {
  yield `{"schema":${encode(report.schema)},\n"tool":${encode(report.tool)}`;
  for (const name of LIST_NAMES) {
    const lines = report[name].map(({ text }) => text);
    if (name === 'suppressed' && lines.length === 0) continue;
    yield `,\n"${name}":[`;
    for (let start = 0; start < lines.length; start += PIECE)
      yield `${start === 0 ? '\n' : ',\n'}${lines.slice(start, start + PIECE).join(',\n')}`;
    yield ']';
  }
  if (report.baseline) yield `,\n"baseline":${encode(report.baseline)}`;
  if (report.policyChange) yield `,\n"policyChange":${encode(report.policyChange)}`;
  yield `,\n"verdict":${encode(report.verdict)}}\n`;
}
