/** The commands and their options. What they do is loaded when one is run, so that help is there at once. */
import { Command } from 'commander';
import pc from 'picocolors';
import { defineAugment } from './program/augment.ts';
import { defineDemo } from './program/demo.ts';
import { defineDoctor } from './program/doctor.ts';
import { defineEmbed } from './program/embed.ts';
import { defineEvaluate } from './program/evaluate.ts';
import { defineExplain } from './program/explain.ts';
import { defineExportStep } from './program/export-step.ts';
import { defineFeatures } from './program/features.ts';
import { defineFindLr } from './program/find-lr.ts';
import { defineInspect } from './program/inspect.ts';
import { defineModels } from './program/models.ts';
import { definePredict } from './program/predict.ts';
import { type Define, examples, type Finish } from './program/shared.ts';
import { defineSummary } from './program/summary.ts';
import { defineTrain } from './program/train.ts';
import { version } from './version.ts';

/** In the order of the help. */
const commands: readonly Define[] = [
  defineTrain,
  defineAugment,
  defineFindLr,
  defineEvaluate,
  definePredict,
  defineExplain,
  defineFeatures,
  defineEmbed,
  defineSummary,
  defineInspect,
  defineModels,
  defineExportStep,
  defineDoctor,
  defineDemo,
];

/** `finish` is told the exit status of the command that ran. */
export function createProgram(finish: Finish): Command {
  const program = new Command('graft')
    .description('Trains image networks on ONNX Runtime and gives back one ordinary .onnx file.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: pc.bold, showGlobalOptions: false })
    .addHelpText(
      'after',
      examples('graft demo', 'graft train photos/', 'graft predict model.onnx holiday/ --csv labels.csv'),
    );
  for (const define of commands) define(program, finish);
  return program;
}
