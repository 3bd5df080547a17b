/** From any graph to one that ONNX Runtime runs, and runs fast. */
import { type Capabilities, type Graph, legalize, shareCommonSubexpressions } from '@graftml/core';
import { explicitWindows } from './forms/explicit-windows.ts';
import type { Device } from './protocol.ts';

/** The passes in order: bodies for unknown ops, common subexpressions, then what is faster on this device. */
export function lower(graph: Graph, _device: Device, capabilities: Capabilities): Graph {
  return shareCommonSubexpressions(explicitWindows(legalize(graph, capabilities)));
}
