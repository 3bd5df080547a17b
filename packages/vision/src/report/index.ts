/** A trained model's report: as data, and as one page. A separate entry, as its charts weigh more than the rest. */

export { type ReportPageOptions, reportPage, type ShownPicture } from './page.ts';
export {
  type AnyReport,
  type Curve,
  type LabelsReport,
  type Named,
  type NamedMistake,
  namedMistakes,
  type Quantized,
  type Repeat,
  type Report,
  type ReportBase,
  type ReportedData,
  type ReportedModel,
  type ValuesReport,
} from './report.ts';
export {
  type AboutAnyReport,
  type AboutReport,
  type EvaluationReportOptions,
  reportOfEvaluation,
  reportOfTransfer,
  type TransferReportOptions,
} from './report-of.ts';
export {
  type JudgedTargets,
  type LabelsReportOptions,
  reportOfLabels,
  reportOfValues,
  type ValuesReportOptions,
} from './report-of-targets.ts';
