/** A trained classifier's report: as data, and as one page. A separate entry, as its charts weigh more than the rest. */

export { type ReportPageOptions, reportPage, type ShownPicture } from './page.ts';
export {
  type Curve,
  type NamedMistake,
  namedMistakes,
  type Quantized,
  type Repeat,
  type Report,
  type ReportedData,
  type ReportedModel,
} from './report.ts';
export {
  type AboutReport,
  type EvaluationReportOptions,
  reportOfEvaluation,
  reportOfTransfer,
  type TransferReportOptions,
} from './report-of.ts';
