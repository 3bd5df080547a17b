/** What CUDA needs on this machine, and which of it is there. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a machine says of itself. */
export interface CudaFacts {
  /** `'linux x64'` */
  readonly system: string;
  /** `'NVIDIA H100 80GB HBM3, driver 550.54'`; undefined where nvidia-smi finds none. */
  readonly gpu: string | undefined;
  /** Where the dynamic linker finds each library that is needed. */
  readonly libraries: Readonly<Record<string, string | undefined>>;
  /** The folder of onnxruntime-node; undefined where it is not installed. */
  readonly runtime: string | undefined;
  /** Whether ONNX Runtime's CUDA provider is in it. */
  readonly hasProvider: boolean;
}

/** One thing that CUDA needs, and how to get it. */
export interface CudaNeed {
  readonly what: string;
  /** What was found; undefined where it is missing. */
  readonly found: string | undefined;
  /** Commands or words that say how to get it; none where it was found. */
  readonly how: readonly string[];
  /** Whether `installCudaProvider` gets it. */
  readonly isProvider: boolean;
}

const system = 'linux x64';
const libraries = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcudnn.so.9',
] as const;
const provider = 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';

/** Looks for the GPU, its driver, CUDA's libraries and ONNX Runtime's provider. */
export function cudaFacts(): CudaFacts {
  const linked = said('ldconfig', '-p') ?? '';
  const runtime = runtimeFolder();
  return {
    system: `${process.platform} ${process.arch}`,
    gpu: said('nvidia-smi', '--query-gpu=name,driver_version', '--format=csv,noheader')
      ?.trim()
      .split('\n')[0]
      ?.replace(', ', ', driver '),
    libraries: Object.fromEntries(
      libraries.map((name) => [
        name,
        new RegExp(`^\\s*${name.replaceAll('.', '\\.')} .*=> (.*)$`, 'm').exec(linked)?.[1] ?? inPath(name),
      ]),
    ),
    runtime,
    hasProvider: runtime !== undefined && existsSync(join(runtime, provider)),
  };
}

/** Everything that CUDA needs, in the order in which to get it. */
export function cudaNeeds({
  system: here,
  gpu,
  libraries: found,
  runtime,
  hasProvider,
}: CudaFacts): readonly CudaNeed[] {
  const missing = Object.keys(found).filter((name) => found[name] === undefined);
  const needs: readonly CudaNeed[] = [
    {
      what: 'Linux on x64',
      found: here === system ? here : undefined,
      how: [`this is ${here}: onnxruntime-node has its CUDA provider for ${system} alone; take webgpu or cpu`],
      isProvider: false,
    },
    { what: 'an NVIDIA GPU and its driver', found: gpu, how: ['nvidia-smi must list it'], isProvider: false },
    {
      what: 'CUDA 12 and cuDNN 9',
      found: missing.length === 0 ? Object.values(found).join(', ') : undefined,
      how: [
        `missing: ${missing.join(', ')}`,
        "from NVIDIA's repository: sudo apt-get install cuda-libraries-12-6 libcudnn9-cuda-12",
        'or without root: pip install nvidia-cuda-runtime-cu12 nvidia-cublas-cu12 nvidia-cufft-cu12 nvidia-cudnn-cu12, and LD_LIBRARY_PATH set to their lib folders',
      ],
      isProvider: false,
    },
    {
      what: "ONNX Runtime's CUDA provider",
      found: hasProvider ? join(runtime!, provider) : undefined,
      how: runtime
        ? [`node ${join(runtime, 'script/install.js')} --onnxruntime-node-install=cuda12`]
        : ['npm install onnxruntime-node@1.30'],
      isProvider: runtime !== undefined,
    },
  ];
  return needs.map((need) => (need.found === undefined ? need : { ...need, how: [] }));
}

/** Lets onnxruntime-node's own script fetch the provider, some hundred megabytes; what it says goes to this process's output. */
export function installCudaProvider({ runtime }: CudaFacts): boolean {
  if (!runtime) return false;
  try {
    const script = join(runtime, 'script/install.js');
    execFileSync(process.execPath, [script, '--onnxruntime-node-install=cuda12'], {
      cwd: runtime,
      stdio: ['ignore', 2, 2],
    });
    return existsSync(join(runtime, provider));
  } catch {
    return false;
  }
}

function said(command: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

const inPath = (name: string): string | undefined =>
  (process.env.LD_LIBRARY_PATH ?? '')
    .split(':')
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

function runtimeFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  } catch {
    return undefined;
  }
}
