/** A WebGPU device for tests: the machine's own, or SwiftShader from Debian's chromium, which computes on the CPU. */
import { existsSync } from 'node:fs';

const chromium = '/usr/lib/chromium';
const driver = `${chromium}/vk_swiftshader_icd.json`;
const loader = `${chromium}/libvulkan.so.1`;

/** Whether WebGPU can be tested here. Says so if not; an error where GRAFT_REQUIRE asks for it. */
export function hasWebGpu(): boolean {
  if (process.env.VK_ICD_FILENAMES || existsSync(driver)) return true;
  if ((process.env.GRAFT_REQUIRE ?? '').split(',').includes('webgpu'))
    throw new Error(`no Vulkan driver at ${driver}, and GRAFT_REQUIRE asks for webgpu`);
  console.warn(`SKIPPED without webgpu: no Vulkan driver at ${driver}`);
  return false;
}

/** Points ONNX Runtime to SwiftShader; call it before the backend starts. */
export function useSwiftShader(): void {
  if (process.env.VK_ICD_FILENAMES) return;
  Object.assign(process.env, { VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: '/tmp' });
  loadVulkan();
}

/**
 * Without a Vulkan loader of the system, Chromium's own is loaded, to stay (RTLD_NODELETE): ONNX Runtime then finds it
 * by its name. That it is no Node module is an error which does not matter.
 */
function loadVulkan(): void {
  if (!existsSync(loader)) return;
  const [now, everywhere, stay] = [0x2, 0x100, 0x1000];
  try {
    process.dlopen({ exports: {} }, loader, now | everywhere | stay);
  } catch (error) {
    if (!String(error).includes('did not self-register')) throw error;
  }
}
