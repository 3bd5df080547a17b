/** A trained classifier's report: as data, and as one page. A separate entry, as its charts weigh more than the rest. */
export { reportOfTransfer, type TransferReportOptions } from './of-transfer.ts';
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
  type Strangers,
} from './report.ts';
export { calibrationWords, chanceOf, inWords, sourceWords, tooFew } from './words.ts';
