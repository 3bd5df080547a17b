/** What `--model` names: a network of the collection, or a file of the user's own. */
import { extname } from 'node:path';
import {
  type ApplicationName,
  applications,
  GraftError,
  type LayeredModel,
  type Model,
  UsageError,
} from '@graftml/core';
import { importModule } from './import-module.ts';
import { nearest } from './suggest.ts';

export interface ModelRequest {
  /** One input without its batch axis, channels first. */
  readonly input?: readonly number[];
  readonly classes?: number;
}

export interface ModelSource {
  readonly name: string;
  build(request: ModelRequest): Promise<Model | LayeredModel>;
}

export const modelNames = Object.keys(applications) as readonly ApplicationName[];
const moduleEndings = ['.ts', '.mts', '.js', '.mjs'];

/** Whether it has to be read from the disk as code. */
export const isModule = (name: string): boolean => moduleEndings.includes(extname(name));

/** @throws UsageError if it is neither, or a file that makes no model; FileError if the file is not there */
export async function findModel(name: string): Promise<ModelSource> {
  const known = modelNames.find((candidate) => candidate === name);
  if (known) return { name, build: async (request) => applications[known](request) };
  if (isModule(name)) return { name, build: await makerIn(name) };
  const near = nearest(name, modelNames);
  throw new UsageError(`there is no model '${name}'`, {
    where: '--model',
    expected: `${modelNames.join(', ')}, or a .ts or .js file`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  });
}

async function makerIn(path: string): Promise<ModelSource['build']> {
  const exported = await importModule(path);
  const functions = Object.entries(exported).filter(([, value]) => typeof value === 'function');
  const [name, make] = functions.find(([key]) => key === 'default' || key === 'model') ?? functions[0] ?? [];
  if (functions.length > 1 && name !== 'default' && name !== 'model')
    throw new UsageError('exports several functions', {
      where: path,
      expected: "one function that makes the model, or one called 'model'",
      received: functions.map(([key]) => key).join(', '),
    });
  if (typeof make !== 'function')
    throw new UsageError('exports no function', {
      where: path,
      expected: 'export const model = ({ input, classes }) => sequential({ input }, [ … ])',
      received: Object.keys(exported).length > 0 ? Object.keys(exported).join(', ') : 'no exports',
    });
  return (request) => makeModel(path, make as (request: ModelRequest) => unknown, request);
}

async function makeModel(
  path: string,
  make: (request: ModelRequest) => unknown,
  request: ModelRequest,
): Promise<Model> {
  let made: unknown;
  try {
    made = await make(request);
  } catch (cause) {
    if (cause instanceof GraftError) throw cause;
    throw new UsageError('the function of the model failed', {
      where: path,
      received: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      cause,
    });
  }
  if (isModel(made)) return made;
  throw new UsageError('the function does not return a model', {
    where: path,
    expected: 'what sequential(…) or functional(…) returns',
    received: made === null ? 'null' : Array.isArray(made) ? 'a list' : typeof made,
  });
}

function isModel(value: unknown): value is Model {
  if (typeof value !== 'object' || value === null) return false;
  const { graph, parameters, inputs } = value as Partial<Model>;
  return typeof graph === 'function' && Array.isArray(parameters) && Array.isArray(inputs);
}
