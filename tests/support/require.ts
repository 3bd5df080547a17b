/** What a test needs and not every machine has. Without it the test is skipped, aloud; where it is required, it fails. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const models = fileURLToPath(new URL('../../../shared/models', import.meta.url));
const vulkan = '/usr/lib/chromium/vk_swiftshader_icd.json';
const vulkanLoader = '/usr/lib/chromium/libvulkan.so.1';
/** RTLD_LAZY, RTLD_GLOBAL and RTLD_NODELETE of Linux; Node names only the first two. */
const stayLoaded = 0x1 | 0x100 | 0x1000;
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const needs = {
  /** The test data beside the repository. */
  data: () => (existsSync(data) ? undefined : `no test data at ${data}`),
  /** The pretrained models beside the repository. */
  models: () => (existsSync(models) ? undefined : `no models at ${models}`),
  /** A Vulkan driver for ONNX Runtime's WebGPU: one that was configured, or SwiftShader from Debian's chromium. */
  webgpu: () => (process.env.VK_ICD_FILENAMES || existsSync(vulkan) ? undefined : `no Vulkan driver at ${vulkan}`),
  /** Python with onnxruntime and safetensors. */
  python: () =>
    hasPython() ? undefined : `no ${pythonPath()} with onnxruntime and safetensors (GRAFT_PYTHON names another)`,
  chromium: () => (chromium.some((path) => existsSync(path)) ? undefined : 'no Chromium is installed'),
};
export type Need = keyof typeof needs;

export const pythonPath = (): string => process.env.GRAFT_PYTHON ?? 'python3';

function hasPython(): boolean {
  const { status } = spawnSync(pythonPath(), ['-c', 'import onnxruntime, safetensors.numpy']);
  return status === 0;
}

/** Where Chromium is, if it is there. */
export const chromiumPath = (): string | undefined => chromium.find((path) => existsSync(path));

/** The path of a file of the test data. */
export const dataPath = (name: string): string => `${data}/${name}`;

/** The path of a file of the pretrained models. */
export const modelPath = (name: string): string => `${models}/${name}`;

/**
 * Points ONNX Runtime's WebGPU to a Vulkan driver: the environment's own, or the SwiftShader that Debian's chromium brings,
 * with the Vulkan loader beside it. To be called before the runtime is loaded.
 */
export function prepareWebGpu(): void {
  if (process.env.VK_ICD_FILENAMES) return;
  process.env.VK_ICD_FILENAMES = vulkan;
  process.env.XDG_RUNTIME_DIR ??= '/tmp';
  try {
    // The loader may not be where libraries are looked for. It is no module of Node, which says so; but it stays loaded.
    process.dlopen({ exports: {} }, vulkanLoader, stayLoaded);
  } catch {
    // If it could not be loaded at all, ONNX Runtime will say what it misses.
  }
}

/**
 * `describe.skipIf(requireOrSkip('data'))`: true where the machine lacks it, after saying so. With
 * `GRAFT_REQUIRE=data,webgpu,chromium` (or some of them) a lack is an error instead.
 */
export function requireOrSkip(need: Need): boolean {
  const lack = needs[need]();
  if (lack === undefined) return false;
  if ((process.env.GRAFT_REQUIRE ?? '').split(',').includes(need))
    throw new Error(`${lack}, and GRAFT_REQUIRE asks for ${need}`);
  console.warn(`SKIPPED without ${need}: ${lack}`);
  return true;
}
