/** Tries the devices in a process of its own: drivers write to standard error as they like, and some crash. */
import { probeDevices } from '@graftml/backend-onnx';

const reports = await probeDevices();
process.send?.(reports, undefined, undefined, () => process.disconnect());
