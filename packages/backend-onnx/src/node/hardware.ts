/** What can be told of the hardware without running anything. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';
import type { Device } from '../shared/protocol.ts';

/** The Vulkan drivers that compute on the CPU, by how their manifest files are called. */
const softwareDriver = /swiftshader|lvp_icd|lavapipe/i;

/** The environment makes Vulkan load a driver that computes on the CPU. */
export const isSoftwareVulkan = (): boolean =>
  [process.env.VK_ICD_FILENAMES, process.env.VK_DRIVER_FILES].some((files) => softwareDriver.test(files ?? ''));

/**
 * WebGPU would run on a real GPU: ONNX Runtime does not tell which adapter it got, so this is known only where no software
 * driver can be meant. Metal is always hardware; on Linux a GPU has a render node; Direct3D may be emulated.
 */
export const hasGpuForWebGpu = (): boolean => {
  if (platform() === 'darwin') return true;
  if (platform() !== 'linux' || isSoftwareVulkan() || !existsSync('/dev/dri')) return false;
  return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
};

/** The name of what a device runs on, where it can be told. */
export function adapterName(device: Device): string | undefined {
  if (device === 'cpu') return cpus()[0]?.model;
  if (device === 'webgpu')
    return isSoftwareVulkan() ? 'a software driver: computes on the CPU, for tests only' : undefined;
  const gpus = '/proc/driver/nvidia/gpus';
  const [first] = existsSync(gpus) ? readdirSync(gpus) : [];
  return first && /^Model:\s*(.+)$/m.exec(readFileSync(`${gpus}/${first}/information`, 'utf8'))?.[1];
}
